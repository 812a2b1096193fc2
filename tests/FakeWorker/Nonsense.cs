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
