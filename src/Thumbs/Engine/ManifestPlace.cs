using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>Makes sure that a manifest is written over nothing but a manifest.</summary>
public static class ManifestPlace
{
    /// <summary>The start of a file, in bytes, that tells whether it is a manifest: version and shard come first.</summary>
    private const int Start = 1024;

    /// <summary>Checks the place of a run's manifest, before the run.</summary>
    /// <exception cref="ThumbsException">Something else is there, or will be.</exception>
    public static void Check(string path, Request request, Plan plan)
    {
        Check(path);
        var output = Path.GetRelativePath(request.OutputFolder, path).Replace(Path.DirectorySeparatorChar, '/');
        if (output.StartsWith(ReservedName.Prefix, StringComparison.OrdinalIgnoreCase))
            throw NotOurs(path, "Names that begin with .thumbs- are kept for the program's own files there");
        if (plan.Jobs.Any(job => job.Renditions.Any(rendition => RealPath.Comparer.Equals(rendition.Output, output))))
            throw NotOurs(path, "A rendition is to be written there");
    }

    /// <exception cref="ThumbsException">Something other than a manifest is there.</exception>
    public static void Check(string path)
    {
        try
        {
            if (Directory.Exists(path) || SpecialFile.Is(path) || (new FileInfo(path) is { Exists: true, Length: > 0 } && !IsManifest(path)))
                throw NotOurs(path, "What is there is no manifest, and it is not written over");
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    private static bool IsManifest(string path)
    {
        Span<byte> start = stackalloc byte[Start];
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            start = start[..RandomAccess.Read(file, start, fileOffset: 0)];
        var json = new Utf8JsonReader(start, isFinalBlock: false, state: default);
        try
        {
            return json.Read() && json.TokenType == JsonTokenType.StartObject
                && json.Read() && json.ValueTextEquals("version"u8) && json.Read() && json.TokenType == JsonTokenType.Number
                && json.Read() && (json.ValueTextEquals("sources"u8) || json.ValueTextEquals("shard"u8));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ThumbsException NotOurs(string path, string why) =>
        new(Diagnostic.NotOurs.At(path, $"The manifest cannot be written: {char.ToLowerInvariant(why[0])}{why[1..]}; give another name"));
}
