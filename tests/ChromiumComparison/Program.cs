// Makes thumbnails of a folder and says, worst first, by how many dB each differs from what Chromium shows of its source:
//   dotnet run -c Release --project tests/ChromiumComparison -- FOLDER [--size N] [--keep DIR]
// With --keep, both pictures of each source are left there as PNG. Without a Chromium it says so and ends with 0.
using System.Globalization;

using Thumbs.ChromiumComparison;
using Thumbs.Tests;

string? Value(string option) => Array.IndexOf(args, option) is >= 0 and var at ? args.ElementAtOrDefault(at + 1) : null;

if (args is not [var folder, ..] || !Directory.Exists(folder))
{
    await Console.Error.WriteLineAsync("Which folder? dotnet run -c Release --project tests/ChromiumComparison -- FOLDER [--size N] [--keep DIR]");
    return 2;
}

if (ChromiumPath.Find() is not { } program)
{
    Console.WriteLine($"Skipped: none of {string.Join(", ", ChromiumPath.Names)} is on the PATH.");
    return 0;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

var size = int.Parse(Value("--size") ?? "256", CultureInfo.InvariantCulture);
var keep = Value("--keep") is { } kept ? Directory.CreateDirectory(kept).FullName : null;
var thumbnails = await Thumbnails.MakeAsync(Path.GetFullPath(folder), size, interrupted.Token);
await using var browser = await Browser.StartAsync(program);
var differences = new List<Difference>();
foreach (var (source, file) in thumbnails)
    differences.Add(Difference.Between(source, file, await browser.ShowAsync(source, interrupted.Token), keep));
foreach (var difference in differences.OrderBy(difference => double.IsNaN(difference.Decibels)).ThenBy(difference => difference.Decibels))
    Console.WriteLine(difference);
return 0;
