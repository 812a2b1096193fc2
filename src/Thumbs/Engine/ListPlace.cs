using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>Makes sure that a list of what was made is written over nothing but a list of its kind.</summary>
public sealed class ListPlace
{
    /// <summary>The start of a file, in bytes, that tells what it is: a manifest's version and shard come first.</summary>
    private const int Start = 1024;

    private readonly string _word;
    private readonly IsOfTheKind _isOurs;

    private ListPlace(string word, IsOfTheKind isOurs)
    {
        _word = word;
        _isOurs = isOurs;
    }

    private delegate bool IsOfTheKind(ReadOnlySpan<byte> start);

    /// <summary>That of a <see cref="ManifestFile"/>.</summary>
    public static readonly ListPlace Manifest = new("manifest", IsManifest);

    /// <summary>That of a <see cref="GalleryFile"/>.</summary>
    public static readonly ListPlace Gallery = new("gallery", start => start.StartsWith(GalleryFile.Mark));

    /// <summary>Checks the place of a run's list, before the run.</summary>
    /// <exception cref="ThumbsException">Something else is there, or will be.</exception>
    public void Check(string path, Request request, Plan plan)
    {
        Check(path);
        var output = Path.GetRelativePath(request.OutputFolder, path).Replace(Path.DirectorySeparatorChar, '/');
        if (output.StartsWith(ReservedName.Prefix, StringComparison.OrdinalIgnoreCase))
            throw NotOurs(path, "Names that begin with .thumbs- are kept for the program's own files there");
        if (plan.Jobs.Any(job => job.Renditions.Any(rendition => RealPath.Comparer.Equals(rendition.Output, output))))
            throw NotOurs(path, "A rendition is to be written there");
    }

    /// <exception cref="ThumbsException">Something other than a list of this kind is there.</exception>
    public void Check(string path)
    {
        try
        {
            if (Directory.Exists(path) || SpecialFile.Is(path) || (new FileInfo(path) is { Exists: true, Length: > 0 } && !IsOurs(path)))
                throw NotOurs(path, $"What is there is no {_word}, and it is not written over");
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    private bool IsOurs(string path)
    {
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.Exists == false)
            return false;
        Span<byte> start = stackalloc byte[Start];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return _isOurs(start[..RandomAccess.Read(file, start, fileOffset: 0)]);
    }

    private static bool IsManifest(ReadOnlySpan<byte> start)
    {
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

    private ThumbsException NotOurs(string path, string why) =>
        new(Diagnostic.NotOurs.At(path, $"The {_word} cannot be written: {char.ToLowerInvariant(why[0])}{why[1..]}; give another name"));
}
