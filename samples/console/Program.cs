// The build has put the thumbnails beside the program.
var folder = Path.Combine(AppContext.BaseDirectory, "thumbs");
foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
    Console.WriteLine($"{file.Name,-24} {file.Length,8:N0} bytes");
