using Thumbs.Images;

namespace Thumbs.FakeWorker;

/// <summary>An answer as another program would write it; see docs/worker-protocol.md.</summary>
internal sealed record WireAnswer(int? Protocol, string? Fatal, long? Id, WireResult? Result, bool More = false);

internal sealed record WireResult(WireSource? Source, IReadOnlyList<WireMade> Made, IReadOnlyList<ImageProblem> Problems, IReadOnlyList<int>? At = null, IReadOnlyList<RenditionSize>? Sizes = null)
{
    /// <summary>The sizes of the renditions of a source.</summary>
    public static WireResult OfSizes(ImageJob job, int width, int height)
    {
        return new(Source: null, [], [], Sizes: [.. job.Renditions.Select(SizeOf)]);

        RenditionSize SizeOf(RenditionOrder order, int index)
        {
            var size = Geometry.Of(width, height, order.Recipe);
            return new(index, size.Width, size.Height);
        }
    }
}

internal sealed record WireSource(string Format, int Width, int Height, int Pages, long Bytes, string Sha256, bool Alpha = false, string? Color = null, string? Placeholder = null, string? ThumbHash = null)
{
    public WireSource WithPlaceholder() => this with { Color = "#336699", Placeholder = "data:image/webp;base64,UklGRg==", ThumbHash = "AAECAwQ=" };
}

internal sealed record WireMade(int Index, int Width, int Height, long Bytes, string Sha256);
