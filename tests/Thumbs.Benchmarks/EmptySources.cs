namespace Thumbs.Benchmarks;

/// <summary>Files with the names of photographs and almost no content, for code that never reads them.</summary>
internal static class EmptySources
{
    private const int FilesInFolder = 1000;

    /// <summary>Makes files in folders of a thousand, old enough for their times to be trusted: the measured code must hash nothing.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Make(string folder, int count)
    {
        var paths = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var path = Path.Combine(folder, $"{i / FilesInFolder:D3}", $"image-{i:D6}.jpg");
            if (i % FilesInFolder == 0)
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
            paths.Add(path);
        }

        return paths;
    }
}
