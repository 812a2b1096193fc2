using Thumbs.Planning;

namespace Thumbs.Parameters.Values;

/// <summary>The requested shard: <c>2/4</c>, <c>auto</c>, <c>auto/4</c>.</summary>
/// <param name="Index">1 for the first; <see langword="null"/> for the value of the environment.</param>
/// <param name="Count">Of all shards; <see langword="null"/> for the value of the environment.</param>
public sealed record ShardValue(int? Index, int? Count)
{
    private const string Auto = "auto";

    /// <exception cref="WrongValueException">It is none of the three.</exception>
    public static ShardValue Parse(string text)
    {
        var parts = text.Split('/');
        if (parts is [Auto])
            return new(Index: null, Count: null);
        if (parts.Length != 2)
            throw new WrongValueException($"\"{text}\" is not a shard such as 2/4, auto or auto/4");
        var count = Number.Parse(parts[1], 1, Shard.MostShards);
        if (parts[0] == Auto)
            return new(Index: null, count);
        return parts[0] != "0"
            ? new(Number.Parse(parts[0], 1, count), count)
            : throw new WrongValueException($"\"{text}\": the first shard is 1/{count}");
    }
}
