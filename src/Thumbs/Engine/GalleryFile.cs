using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Engine;

/// <summary>What a gallery shows.</summary>
/// <param name="Diagnostics">The address of the page with a section for each code.</param>
/// <param name="Sources">In the ordinal order of their paths.</param>
internal sealed record GalleryData(string Diagnostics, IReadOnlyList<GallerySource> Sources);

/// <summary>A source in the gallery, with renditions or not.</summary>
/// <param name="Path">From the page's folder with <c>/</c>, or a <c>file:</c> address where it lies on another drive.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Width">In px, upright; <see langword="null"/> where it was never decoded, as are the next one and the format.</param>
/// <param name="Height">In px, upright.</param>
/// <param name="Format">The word for it, such as <c>jpeg</c>.</param>
/// <param name="Renditions">In the order in which they were asked for.</param>
/// <param name="Problems"><see langword="null"/> for none.</param>
/// <param name="Animated">Whether it is an animation; <see langword="null"/> for no, as the next one.</param>
/// <param name="Alpha">Whether it has an alpha channel.</param>
/// <param name="Color">The dominant colour, <c>#rrggbb</c>; <see langword="null"/> where no placeholder was asked for, as the next one.</param>
/// <param name="Placeholder">A tiny picture as a data URI.</param>
internal sealed record GallerySource(
    string Path, long Bytes, int? Width, int? Height, string? Format, IReadOnlyList<GalleryRendition> Renditions, IReadOnlyList<GalleryProblem>? Problems,
    bool? Animated = null, bool? Alpha = null, string? Color = null, string? Placeholder = null);

/// <summary>A rendition in the gallery.</summary>
/// <param name="Path">As that of the source.</param>
/// <param name="Width">In px, of one frame.</param>
/// <param name="Height">In px, of one frame.</param>
/// <param name="Format">The word for it, such as <c>webp</c>, which is also the second half of its media type.</param>
/// <param name="Bytes">The size of the file.</param>
internal sealed record GalleryRendition(string Path, int Width, int Height, string Format, long Bytes);

/// <summary>A problem of a source in the gallery.</summary>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Code">Of the diagnostic.</param>
/// <param name="Text">In one line.</param>
internal sealed record GalleryProblem(string Severity, string Code, string Text);

/// <summary>
/// Writes the gallery of a run: a page that stands alone but for the images, which it loads from where they are. The page is made of the
/// files in <c>Engine/Gallery</c>, with the run's data as JSON in it.
/// </summary>
public static class GalleryFile
{
    /// <summary>What the page begins with, and no other file.</summary>
    internal static ReadOnlySpan<byte> Mark => "<!doctype html><!-- A gallery of dotnet thumbs -->"u8;

    // This encoder escapes <, > and &, so that no name ends the script element that the JSON is in.
    private static readonly GalleryJson Json = new(new JsonSerializerOptions(GalleryJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    private const string DataStart = "<script type=\"application/json\" id=\"data\">";
    private const string DataEnd = "</script>";

    /// <summary>Writes the gallery, unless the file has the same content: then its time is left alone.</summary>
    /// <param name="path">Of the page; absolute.</param>
    /// <param name="outcomes">Of all the sources of the plan, in any order.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="ThumbsException">It cannot be written, or is no gallery.</exception>
    public static async Task<bool> WriteAsync(string path, IEnumerable<Outcome> outcomes, CancellationToken cancellation)
    {
        ListPlace.Gallery.Check(path);
        var folder = Path.GetDirectoryName(path)!;
        var earlier = File.Exists(path) ? WarningsIn(await File.ReadAllTextAsync(path, cancellation)) : [];
        var sources = outcomes.Select(outcome => Describe(folder, outcome, earlier)).OrderBy(source => source.Path, StringComparer.Ordinal);
        var data = JsonSerializer.SerializeToUtf8Bytes(new GalleryData(Diagnostic.Page, [.. sources]), Json.GalleryData);
        var page = (await ReadAsync("page.html", cancellation))
            .Replace("{{page.css}}", await ReadAsync("page.css", cancellation), StringComparison.Ordinal)
            .Replace("{{page.js}}", await ReadAsync("page.js", cancellation), StringComparison.Ordinal)
            .Split("{{data}}");
        return await StableFile.WriteAsync(path, (byte[])[.. Encoding.UTF8.GetBytes(page[0]), .. data, .. Encoding.UTF8.GetBytes(page[1])], cancellation);
    }

    private static async Task<string> ReadAsync(string name, CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(GalleryFile).Assembly.GetManifestResourceStream(typeof(GalleryFile), $"Gallery.{name}")!);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>What a page warns of, by the paths of the sources. An image is warned of when it is made; the page says so as long as it is up to date.</summary>
    private static Dictionary<string, GalleryProblem[]> WarningsIn(string page)
    {
        var start = page.IndexOf(DataStart, StringComparison.Ordinal) + DataStart.Length;
        var end = page.IndexOf(DataEnd, start, StringComparison.Ordinal);
        try
        {
            return JsonSerializer.Deserialize(page.AsSpan(start, Math.Max(0, end - start)), Json.GalleryData)!.Sources
                .ToDictionary(source => source.Path, source => (source.Problems ?? []).Where(problem => problem.Severity != "error").ToArray(), StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // It was edited by hand.
            return [];
        }
    }

    private static GallerySource Describe(string folder, Outcome outcome, Dictionary<string, GalleryProblem[]> earlier)
    {
        var path = PathOf(folder, outcome.Source.Path);
        GalleryProblem[] problems = outcome.Status is OutcomeStatus.UpToDate && earlier.TryGetValue(path, out var told)
            ? told
            : [.. outcome.Problems.Select(problem => new GalleryProblem(problem.SeverityName, problem.Code, problem.Text))];
        return new(
            path,
            outcome.Facts?.Bytes ?? outcome.Source.Length,
            outcome.Facts?.Width,
            outcome.Facts?.Height,
            outcome.Facts?.Format.Name(),
            [.. outcome.Renditions.Where(file => file.Format.IsOfPictures()).Select(file => new GalleryRendition(
                PathOf(folder, file.Path), file.Facts.Width, file.Facts.Height, file.Format.Name(), file.Facts.Bytes))],
            problems.Length == 0 ? null : problems,
            outcome.Facts?.Animated == true ? true : null,
            outcome.Facts?.Alpha == true ? true : null,
            outcome.Facts?.Placeholder?.Colour,
            outcome.Facts?.Placeholder?.Data);
    }

    private static string PathOf(string folder, string path)
    {
        var relative = ManifestFile.Relative(folder, path);
        return Path.IsPathFullyQualified(relative) ? new Uri(path).AbsoluteUri : relative;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GalleryData))]
internal sealed partial class GalleryJson : JsonSerializerContext;
