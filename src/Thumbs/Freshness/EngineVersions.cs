using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>The versions that decide the bytes of a rendition besides its source, its recipe and, for some, the <see cref="EnginePlatform"/>.</summary>
/// <param name="libraries">Names and versions as in the versions.json of NetVips.Native.</param>
public sealed class EngineVersions(IReadOnlyDictionary<string, string> libraries)
{
    /// <summary>The version of our own pipeline. Raise it with every change of the pixels or bytes of any rendition.</summary>
    public const int Pipeline = 5;

    /// <summary>The file that the build copies beside the assembly.</summary>
    public const string FileName = "codecs.json";

    /// <summary>libvips, its colour management, and the vector library that its resampling runs on.</summary>
    private static readonly string[] Always = ["vips", "lcms", "highway"];

    /// <summary>The libvips of the system; <see langword="null"/> for that of this package.</summary>
    private string? OfSystemsLibrary { get; init; }

    /// <summary>What tells the fonts from others; <see langword="null"/> where nobody asked.</summary>
    private Lazy<string>? Fonts { get; init; }

    private static readonly Lazy<Task<EngineVersions>> OfTool = new(() => Task.Run(Load));

    /// <summary>The versions of the libvips that this tool comes with, read once, on another thread, so that they can be requested early.</summary>
    /// <exception cref="ThumbsException">The file is missing or damaged.</exception>
    public static Task<EngineVersions> LoadAsync() => OfTool.Value;

    /// <summary>The versions of the libvips that this tool comes with.</summary>
    /// <exception cref="ThumbsException">The file is missing or damaged.</exception>
    public static EngineVersions Load() => Load(Path.Join(AppContext.BaseDirectory, FileName));

    /// <summary>Those of a libvips of the system, whose codecs tell no versions: an upgrade of any of its libraries changes all of them.</summary>
    /// <param name="libvips">The version.</param>
    /// <param name="digest">Of all the libraries that are loaded with it.</param>
    public static EngineVersions OfSystem(string libvips, string digest) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["vips"] = libvips, ["libraries"] = digest }) { OfSystemsLibrary = $"vips {libvips} of the system, with {digest}" };

    /// <summary>The same versions with these fonts.</summary>
    public EngineVersions With(Lazy<string> fonts) => new(libraries) { OfSystemsLibrary = OfSystemsLibrary, Fonts = fonts };

    /// <inheritdoc cref="Load()"/>
    public static EngineVersions Load(string path)
    {
        try
        {
            return new(Read(File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new ThumbsException(
                Diagnostic.NativeLibraryMissing.At(path, $"The list of the codecs cannot be read; install the tool again: {JsonFault.TextOf(exception)}"),
                exception);
        }
    }

    /// <summary>
    /// The versions that matter to a rendition: the pipeline, libvips, the decoder of the source's format and the encoder of the
    /// rendition's. An upgrade of another codec changes nothing.
    /// </summary>
    /// <param name="source">The format of the source.</param>
    /// <param name="rendition">The format of the rendition.</param>
    /// <param name="hasText">Whether the source is a drawing with text in it.</param>
    public string For(ImageFormat source, ImageFormat rendition, bool hasText = false) =>
        For(source, rendition) + (hasText && Fonts is not null ? $", fonts {Fonts.Value}" : "");

    private string For(ImageFormat source, ImageFormat rendition) => OfSystemsLibrary is not null
        ? $"pipeline {Pipeline}, {OfSystemsLibrary}"
        : $"pipeline {Pipeline}, {Describe(Always)}, from {Describe(DecodersOf(source))}, to {Describe(EncodersOf(rendition))}";

    /// <summary>The version of libvips.</summary>
    public string Libvips => VersionOf("vips");

    /// <summary>Names and versions, in the order of their names.</summary>
    public IEnumerable<string> Libraries => libraries.OrderBy(library => library.Key, StringComparer.Ordinal).Select(library => $"{library.Key} {library.Value}");

    /// <summary>All of them: machines of one <see cref="EnginePlatform"/> with equal versions make equal bytes.</summary>
    public string All => $"pipeline {Pipeline}, {string.Join(", ", Libraries)}";

    /// <summary>Reads an object of names and texts, without the serializer, whose initialization takes longer than to start a worker.</summary>
    private static Dictionary<string, string> Read(ReadOnlySpan<byte> json)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        WireReader.Start(ref reader);
        while (WireReader.NextProperty(ref reader) is { } name)
            read[name] = reader.GetString()!;
        return read;
    }

    private static string[] DecodersOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ["mozjpeg", "uhdr"],
        ImageFormat.Png => ["png"],
        ImageFormat.WebP => ["webp"],
        ImageFormat.Avif => ["heif", "aom"],
        // libvips decodes GIF itself.
        ImageFormat.Gif => [],
        ImageFormat.Tiff => ["tiff", "mozjpeg"],
        ImageFormat.Svg => ["rsvg", "cairo", "pixman", "pango", "harfbuzz", "freetype", "fontconfig", "fribidi", "xml2"],
        // Read by a libvips of the system alone.
        _ => [],
    };

    private static string[] EncodersOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ["mozjpeg", "uhdr"],
        ImageFormat.Png => ["png", "zlib-ng", "imagequant"],
        ImageFormat.WebP => ["webp"],
        ImageFormat.Avif => ["heif", "aom"],
        ImageFormat.Gif => ["cgif", "imagequant"],
        ImageFormat.Tiff => ["tiff", "mozjpeg", "zlib-ng"],
        // Written by the pipeline itself.
        ImageFormat.Ico or ImageFormat.Svg or ImageFormat.WebManifest or ImageFormat.Html => [],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    private string Describe(string[] names) =>
        names.Length == 0 ? "vips" : string.Join(' ', names.Select(name => $"{name} {VersionOf(name)}"));

    private string VersionOf(string name) => libraries.GetValueOrDefault(name, "unknown");
}
