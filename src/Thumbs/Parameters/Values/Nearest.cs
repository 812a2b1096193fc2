namespace Thumbs.Parameters.Values;

/// <summary>Suggests the word that was probably meant by a mistyped one.</summary>
public static class Nearest
{
    /// <summary>The candidate with the smallest edit distance; <see langword="null"/> where none is near.</summary>
    /// <remarks>One error for every three letters is allowed, and two for five: <c>widht</c> for <c>widths</c>.</remarks>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var fewest = Math.Max(1, (word.Length + 1) / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            var errors = Errors(word, candidate);
            if (errors >= candidate.Length || errors > fewest || (errors == fewest && nearest is not null))
                continue;
            fewest = errors;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary>The end of a message: <c>; did you mean "cover"?</c>, or nothing.</summary>
    public static string Suggestion(string word, IEnumerable<string> candidates) =>
        To(word, candidates) is { } candidate ? $"; did you mean \"{candidate}\"?" : "";

    /// <summary>
    /// The Damerau-Levenshtein distance in its optimal string alignment form: letters inserted, deleted, replaced, or
    /// swapped with their neighbour; case-insensitive.
    /// </summary>
    private static int Errors(string left, string right)
    {
        var distance = new int[left.Length + 1][];
        for (var i = 0; i <= left.Length; i++)
        {
            distance[i] = new int[right.Length + 1];
            distance[i][0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
            distance[0][j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = distance[i - 1][j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                distance[i][j] = Math.Min(replaced, Math.Min(distance[i - 1][j], distance[i][j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    distance[i][j] = Math.Min(distance[i][j], distance[i - 2][j - 2] + 1);
            }
        }

        return distance[left.Length][right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
