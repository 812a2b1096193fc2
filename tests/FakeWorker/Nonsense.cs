using Thumbs.Images;

namespace Thumbs.FakeWorker;

/// <summary>Answers that no image can have, as of a broken or foreign worker.</summary>
internal static class Nonsense
{
    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "index", "negative-index", "index-twice", "code", "digest", "climbing-digest", "no-source", "no-format", "nothing",
        "width", "height", "pages", "bytes", "huge-bytes", "unwanted-placeholder", "script",
    ];

    /// <summary>All kinds where sizes were asked for.</summary>
    public static readonly IReadOnlyList<string> KindsOfSizes = ["size-index", "negative-index", "index-twice", "width", "height", "nothing", "made", "source"];

    /// <summary>Valid sizes, made invalid.</summary>
    public static WireResult OfSizes(string kind, WireResult result)
    {
        var size = result.Sizes![0];
        return kind switch
        {
            "size-index" => result with { Sizes = [size with { Index = 99 }] },
            "negative-index" => result with { Sizes = [size with { Index = -1 }] },
            "index-twice" => result with { Sizes = [size, size] },
            "width" => result with { Sizes = [size with { Width = 0 }] },
            "height" => result with { Sizes = [size with { Height = int.MaxValue }] },
            "nothing" => result with { Sizes = null },
            "made" => result with { Made = [new(0, 1, 1, 1, new('1', 64))] },
            "source" => result with { Source = new("jpeg", 1, 1, 1, 1, new('1', 64)) },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
    }

    /// <summary>A valid result, made invalid.</summary>
    public static WireResult Of(string kind, WireResult result)
    {
        var (source, made) = (result.Source!, result.Made[0]);
        return kind switch
        {
            "index" => result with { Made = [made with { Index = 99 }] },
            "negative-index" => result with { Made = [made with { Index = -1 }] },
            "index-twice" => result with { Made = [made, made] },
            "code" => result with { Problems = [new ImageProblem("THUMB9999", "never heard of")] },
            "digest" => result with { Made = [made with { Sha256 = "zz" }] },
            "climbing-digest" => result with { Made = [made with { Sha256 = string.Concat(Enumerable.Repeat("../", 21)) + "x" }] },
            "no-source" => result with { Source = null },
            "no-format" => result with { Source = source with { Format = "bmp2" } },
            "nothing" => result with { Made = [] },
            "width" => result with { Made = [made with { Width = -5 }] },
            "height" => result with { Source = source with { Height = int.MaxValue } },
            "pages" => result with { Source = source with { Pages = 0 } },
            "bytes" => result with { Made = [made with { Bytes = -5 }] },
            "huge-bytes" => result with { Source = source with { Bytes = 5_000_000_000_000 } },
            "unwanted-placeholder" => result with { Source = source.WithPlaceholder() },
            "script" => result with { Source = source.WithPlaceholder() with { Color = "red;}</style><script>" } },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
    }
}
