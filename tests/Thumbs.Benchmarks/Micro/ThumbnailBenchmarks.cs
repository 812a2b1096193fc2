using BenchmarkDotNet.Attributes;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Benchmarks.Micro;

/// <summary>One thumbnail inside 128 px of a picture of 500 × 375 px, in the format of its source, as a worker makes it: from file to file.</summary>
[MemoryDiagnoser]
public class ThumbnailBenchmarks
{
    private const int Width = 500;
    private const int Height = 375;

    /// <summary>In the drawing: about as many as a picture in SVG has shapes.</summary>
    private const int ThingsDrawn = 50;

    private ScratchFolder _folder = null!;
    private ImageJob _job = null!;

    [ParamsAllValues]
    public SourceKind Source { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        if (Libvips.Start() is { } fault)
            throw new InvalidOperationException(fault);
        _folder = new();
        var source = _folder.At("source");
        File.WriteAllBytes(source, Encoded());
        var format = Source == SourceKind.Svg ? ImageFormat.Png : Enum.Parse<ImageFormat>(Source.ToString());
        var recipe = new Recipe { Width = 128, Height = 128, Format = format, Quality = format == ImageFormat.Avif ? 50 : 80, Effort = format == ImageFormat.Avif ? 4 : 6 };
        _job = new(source, [new(recipe, _folder.At("thumbnail"))], new Limits().MaxPixels, new Limits().MaxMemory, AllowTruncated: false);
    }

    [GlobalCleanup]
    public void Cleanup() => _folder.Dispose();

    [Benchmark(Description = "one thumbnail")]
    public int Thumbnail()
    {
        var result = ImageRenderer.Render(_job);
        return result.Problems is [var problem, ..] ? throw new InvalidOperationException(problem.Text) : result.Made.Count;
    }

    private byte[] Encoded()
    {
        if (Source == SourceKind.Svg)
            return Scene.Svg(Width, Height, seed: 1, ThingsDrawn);
        using var scene = Scene.Make(Width, Height, seed: 1);
        return Source switch
        {
            SourceKind.Jpeg => scene.JpegsaveBuffer(q: 85),
            SourceKind.Png => scene.PngsaveBuffer(),
            SourceKind.WebP => scene.WebpsaveBuffer(q: 80),
            SourceKind.Avif => scene.HeifsaveBuffer(q: 50, compression: Enums.ForeignHeifCompression.Av1),
            SourceKind.Gif => scene.GifsaveBuffer(),
            SourceKind.Tiff => scene.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw),
            _ => throw new InvalidOperationException($"Nothing writes {Source}."),
        };
    }
}

/// <summary>The sources of the thumbnails.</summary>
public enum SourceKind
{
    Jpeg,
    Png,
    WebP,
    Avif,
    Gif,
    Tiff,
    Svg,
}
