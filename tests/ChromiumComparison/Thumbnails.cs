using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Thumbs.ChromiumComparison;

/// <summary>Thumbnails as the tool makes them.</summary>
internal static class Thumbnails
{
    /// <summary>Makes a PNG of each source below a folder, stills of animations.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="size">Of the box, in px.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Sources, each with its thumbnail; absolute paths. Those that the tool refuses are not among them.</returns>
    public static async Task<IReadOnlyList<(string Source, string File)>> MakeAsync(string folder, int size, CancellationToken cancellation)
    {
        var output = Directory.CreateTempSubdirectory("thumbs-comparison-").FullName;
        var manifest = Path.Join(output, "manifest.json");
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), folder, "-o", output, "--manifest", manifest, "--no-cache",
            "--size", size.ToString(CultureInfo.InvariantCulture), "--format", "png", "--no-animation", "--name", "{dir}/{name}.{source-ext}.{ext}",
        ]);
        using var tool = Process.Start(start)!;
        await tool.WaitForExitAsync(cancellation);

        var read = File.OpenRead(manifest);
        await using (read)
        {
            using var list = await JsonDocument.ParseAsync(read, cancellationToken: cancellation);
            return
            [
                .. from source in list.RootElement.GetProperty("sources").EnumerateArray()
                   from rendition in source.GetProperty("renditions").EnumerateArray()
                   select (Absolute(source.GetProperty("source")), Absolute(rendition.GetProperty("path"))),
            ];
        }

        string Absolute(JsonElement path) => Path.GetFullPath(path.GetString()!, output);
    }
}
