namespace Thumbs.Planning;

/// <summary>Braces as in shells: <c>a.{jpg,png}</c> is <c>a.jpg</c> and <c>a.png</c>. Braces without a comma are literal.</summary>
public static class BraceExpansion
{
    /// <summary>The patterns that a pattern expands to, from left to right; itself where it has no braces.</summary>
    public static IEnumerable<string> Of(string pattern)
    {
        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            var alternatives = Alternatives(pattern, open, out var close);
            if (alternatives.Count > 1)
                return alternatives.SelectMany(alternative => Of(pattern[..open] + alternative + pattern[(close + 1)..]));
        }
        return [pattern];
    }

    /// <summary>The alternatives of one pair of braces; empty where the brace is never closed.</summary>
    private static List<string> Alternatives(string pattern, int open, out int close)
    {
        var alternatives = new List<string>();
        var depth = 0;
        var start = open + 1;
        for (close = open; close < pattern.Length; close++)
        {
            switch (pattern[close])
            {
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    alternatives.Add(pattern[start..close]);
                    start = close + 1;
                    break;
                case '}' when --depth == 0:
                    alternatives.Add(pattern[start..close]);
                    return alternatives;
                default:
                    break;
            }
        }
        return [];
    }
}
