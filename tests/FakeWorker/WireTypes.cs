using Thumbs.Images;

namespace Thumbs.FakeWorker;

/// <summary>An answer as another program would write it; see docs/worker-protocol.md.</summary>
internal sealed record WireAnswer(int? Protocol, string? Fatal, long? Id, WireResult? Result, bool More = false);

internal sealed record WireResult(WireSource? Source, IReadOnlyList<WireMade> Made, IReadOnlyList<ImageProblem> Problems, IReadOnlyList<int>? At = null);

internal sealed record WireSource(string Format, int Width, int Height, int Pages, long Bytes, string Sha256, bool Alpha = false, string? Color = null, string? Placeholder = null, string? ThumbHash = null)
{
    public WireSource WithPlaceholder() => this with { Color = "#336699", Placeholder = "data:image/webp;base64,UklGRg==", ThumbHash = "AAECAwQ=" };
}

internal sealed record WireMade(int Index, int Width, int Height, long Bytes, string Sha256);
