using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The manifest: the renditions of each source. All paths are relative to its own folder, with <c>/</c>.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Sources">In the ordinal order of their paths; only those with renditions.</param>
/// <param name="Shard">The part of the plan; <see langword="null"/> for all of it. Precedes the sources in the file.</param>
/// <param name="Failed">In the ordinal order of their paths; <see langword="null"/> for none.</param>
public sealed record Manifest(
    [property: JsonPropertyOrder(-2)] int Version,
    IReadOnlyList<ManifestSource> Sources,
    [property: JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ManifestShard? Shard = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ManifestFailure>? Failed = null)
{
    public const int CurrentVersion = 3;
}

/// <summary>The part of a plan that a manifest is of.</summary>
/// <param name="Index">1 for the first.</param>
/// <param name="Count">Of all parts.</param>
/// <param name="Plan">The digest of the plan, equal for all parts of it; see <see cref="PlanDigest"/>.</param>
public sealed record ManifestShard(int Index, int Count, string Plan);

/// <summary>A source that failed. Renditions of it that an earlier run made may be listed all the same.</summary>
/// <param name="Source">Its path.</param>
/// <param name="Code">Of the first error, such as <c>THUMB0102</c>.</param>
/// <param name="Message">What it says.</param>
public sealed record ManifestFailure(string Source, string Code, string Message);

/// <summary>A source in the manifest.</summary>
/// <param name="Source">Its path.</param>
/// <param name="Width">In px, upright.</param>
/// <param name="Height">In px, upright.</param>
/// <param name="Format">The word for it, such as <c>jpeg</c>.</param>
/// <param name="Sha256">Of its bytes, in lower-case hex.</param>
/// <param name="Animated">Whether its pages follow one another in time.</param>
/// <param name="Alpha">Whether it has an alpha channel, opaque or not.</param>
/// <param name="Renditions">In the order in which they were asked for.</param>
/// <param name="Color">Its dominant colour, <c>#rrggbb</c>; <see langword="null"/> where no placeholder was asked for, as the two others.</param>
/// <param name="Placeholder">A tiny picture of it, as a data URI of less than 200 characters.</param>
/// <param name="ThumbHash">In base64.</param>
public sealed record ManifestSource(
    string Source,
    int Width,
    int Height,
    string Format,
    string Sha256,
    bool Animated,
    bool Alpha,
    [property: JsonPropertyOrder(1)] IReadOnlyList<ManifestRendition> Renditions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Color = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Placeholder = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ThumbHash = null);

/// <summary>A rendition in the manifest, and in the lines of <c>--json</c>.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Width">In px, of one frame.</param>
/// <param name="Height">In px, of one frame.</param>
/// <param name="Format">The word for it, such as <c>webp</c>.</param>
/// <param name="MediaType">For the web, such as <c>image/webp</c>.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">Of its bytes, in lower-case hex.</param>
public sealed record ManifestRendition(string Path, int Width, int Height, string Format, string MediaType, long Bytes, string Sha256)
{
    /// <param name="file">The rendition.</param>
    /// <param name="path">As it is written.</param>
    public static ManifestRendition Of(RenditionFile file, string path) => new(
        path, file.Facts.Width, file.Facts.Height, file.Format.Name(), file.Format.MediaType(), file.Facts.Bytes, file.Facts.Sha256.ToString());
}

/// <summary>Writes the manifest of a run.</summary>
public static class ManifestFile
{
    // Letters beyond ASCII are not escaped; the manifest is read as JSON, never pasted into HTML.
    private static readonly ManifestJson Json = new(new JsonSerializerOptions(ManifestJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes the manifest, unless the file has the same content: then its time is left alone.</summary>
    /// <param name="path">Of the manifest; absolute.</param>
    /// <param name="outcomes">Of all the sources of the plan, in any order.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <param name="shard">The shard, if it is the manifest of one.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="ThumbsException">It cannot be written.</exception>
    public static Task<bool> WriteAsync(
        string path, IEnumerable<Outcome> outcomes, CancellationToken cancellation, ManifestShard? shard = null)
    {
        var folder = Path.GetDirectoryName(path)!;
        var (sources, failed) = (new List<ManifestSource>(), new List<ManifestFailure>());
        foreach (var outcome in outcomes)
        {
            if (outcome is { Facts: not null, Renditions.Count: > 0 })
                sources.Add(Describe(folder, outcome));
            if (outcome.Status == OutcomeStatus.Failed && outcome.Problems.FirstOrDefault(problem => problem.IsError) is { } error)
                failed.Add(new(Relative(folder, outcome.Source.Path), error.Code, error.Text));
        }

        return WriteAsync(path, sources, failed, shard, cancellation);
    }

    /// <inheritdoc cref="WriteAsync(string, IEnumerable{Outcome}, CancellationToken, ManifestShard)"/>
    /// <param name="sources">In any order.</param>
    /// <param name="failed">In any order.</param>
    public static Task<bool> WriteAsync(
        string path, IEnumerable<ManifestSource> sources, IReadOnlyCollection<ManifestFailure> failed, ManifestShard? shard, CancellationToken cancellation)
    {
        ListPlace.Manifest.Check(path);
        var manifest = new Manifest(
            Manifest.CurrentVersion,
            [.. sources.OrderBy(source => source.Source, StringComparer.Ordinal)],
            shard,
            failed.Count == 0 ? null : [.. failed.OrderBy(failure => failure.Source, StringComparer.Ordinal)]);
        return StableFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(manifest, Json.Manifest), cancellation);
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">The file is no manifest.</exception>
    public static async Task<Manifest> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using (file)
        {
            var manifest = await JsonSerializer.DeserializeAsync(file, Json.Manifest, cancellation);
            return manifest is { Version: Manifest.CurrentVersion }
                && manifest.Sources.All(source => source is { Renditions: { } renditions } && renditions.All(rendition => rendition is not null))
                && manifest.Failed?.Contains(null!) != true
                ? manifest
                : throw new JsonException("It is not a manifest of this version.");
        }
    }

    private static ManifestSource Describe(string folder, Outcome outcome) => new(
        Relative(folder, outcome.Source.Path),
        outcome.Facts!.Width,
        outcome.Facts.Height,
        outcome.Facts.Format.Name(),
        outcome.Facts.Sha256.ToString(),
        outcome.Facts.Animated,
        outcome.Facts.Alpha,
        [.. outcome.Renditions.Select(file => ManifestRendition.Of(file, Relative(folder, file.Path)))],
        outcome.Facts.Placeholder?.Colour,
        outcome.Facts.Placeholder?.Data,
        outcome.Facts.Placeholder?.ThumbHash);

    /// <summary>A path relative to a manifest's folder.</summary>
    public static string Relative(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Manifest))]
public sealed partial class ManifestJson : JsonSerializerContext;
