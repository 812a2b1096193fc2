using System.Globalization;

namespace Thumbs.Planning;

/// <summary>One of the parts that a plan is divided into, for several machines.</summary>
/// <param name="Index">1 for the first, to <paramref name="Count"/>.</param>
/// <param name="Count">Of all parts, 1 to <see cref="MostShards"/>.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>The limit of indexes of a Kubernetes Job; no other engine has more.</summary>
    public const int MostShards = 100_000;

    private const string Separator = "-of-";

    /// <summary>For the names of files: <c>2-of-4</c>.</summary>
    public string FileName => $"{Index}{Separator}{Count}";

    /// <summary>The shard that a file name contains; <see langword="null"/> where it contains none.</summary>
    public static Shard? OfFileName(string name)
    {
        var parts = name.Split(Separator);
        return parts.Length == 2 && Number(parts[0]) is { } index && Number(parts[1]) is { } count && index <= count
            ? new(index, count)
            : null;
    }

    /// <summary>Where this shard's part of a file goes: <c>out/thumbs.json</c> is <c>out/thumbs.2-of-4.json</c>.</summary>
    public string PartOf(string path) => Path.ChangeExtension(path, FileName + Path.GetExtension(path));

    public override string ToString() => $"{Index}/{Count}";

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostShards ? number : null;
}
