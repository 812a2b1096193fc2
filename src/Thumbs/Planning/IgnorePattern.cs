using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>One line of a <c>.gitignore</c>: https://git-scm.com/docs/gitignore, "Pattern format".</summary>
/// <remarks>Matching takes at most the product of the lengths in steps, whatever a stranger's file says: both loops go back to their last star only.</remarks>
public sealed class IgnorePattern
{
    private const string AnyFolders = "**";

    private static readonly bool IgnoresCase = RealPath.Comparer.Equals("a", "A");

    private readonly string[] _segments;

    private IgnorePattern(string[] segments, bool isNegated, bool foldersOnly)
    {
        _segments = segments;
        IsNegated = isNegated;
        FoldersOnly = foldersOnly;
    }

    /// <summary>Whether it takes back what a line before it has left out.</summary>
    public bool IsNegated { get; }

    private bool FoldersOnly { get; }

    /// <returns><see langword="null"/> for an empty line and a comment.</returns>
    public static IgnorePattern? Parse(string line)
    {
        var text = line.TrimEnd('\r', '\n');
        while (text.EndsWith(' ') && !text.EndsWith("\\ ", StringComparison.Ordinal))
            text = text[..^1];
        var isNegated = text.StartsWith('!');
        if (isNegated)
            text = text[1..];
        else if (text.StartsWith('#'))
            return null;
        var foldersOnly = text.EndsWith('/');
        if (foldersOnly)
            text = text[..^1];
        if (text.Length == 0)
            return null;
        var isAnchored = text.Contains('/', StringComparison.Ordinal);
        var segments = text.TrimStart('/').Split('/');
        return new(isAnchored ? segments : [AnyFolders, .. segments], isNegated, foldersOnly);
    }

    /// <summary>Whether the line speaks of a path.</summary>
    /// <param name="path">Below the folder of the line's file, with <c>/</c>.</param>
    /// <param name="isFolder">Whether it is one.</param>
    public bool Matches(string path, bool isFolder)
    {
        if (FoldersOnly && !isFolder)
            return false;
        var names = path.Split('/');
        int name = 0, segment = 0, star = -1, starName = 0;
        while (name < names.Length)
        {
            if (segment < _segments.Length && _segments[segment] == AnyFolders)
            {
                if (segment == _segments.Length - 1)
                    return true;
                (star, starName) = (segment++, name);
            }
            else if (segment < _segments.Length && MatchesName(_segments[segment], names[name]))
            {
                segment++;
                name++;
            }
            else if (star >= 0)
            {
                segment = star + 1;
                name = ++starName;
            }
            else
            {
                return false;
            }
        }
        return segment == _segments.Length;
    }

    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int at = 0, letter = 0, star = -1, starLetter = 0;
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, starLetter) = (at++, letter);
            }
            else if (MatchesLetter(pattern[at..], name[letter]) is var taken and > 0)
            {
                at += taken;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++starLetter;
            }
            else
            {
                return false;
            }
        }
        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }

    /// <summary>How many letters of a pattern match one letter of a name; 0 where it does not.</summary>
    private static int MatchesLetter(ReadOnlySpan<char> pattern, char letter) => pattern switch
    {
        [] => 0,
        ['?', ..] => 1,
        ['\\', var escaped, ..] => Same(escaped, letter) ? 2 : 0,
        ['[', ..] => MatchesClass(pattern, letter),
        [var plain, ..] => Same(plain, letter) ? 1 : 0,
    };

    /// <summary>Such as <c>[abc]</c>, <c>[a-z]</c> and <c>[!a-z]</c>; one that is never closed matches nothing.</summary>
    private static int MatchesClass(ReadOnlySpan<char> pattern, char letter)
    {
        var at = 1;
        var isNegated = pattern.Length > 1 && pattern[1] is '!' or '^';
        if (isNegated)
            at++;
        var isIn = false;
        for (var first = at; at < pattern.Length; at++)
        {
            if (pattern[at] == ']' && at > first)
                return isIn != isNegated ? at + 1 : 0;
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                at++;
            var low = pattern[at];
            if (at + 2 < pattern.Length && pattern[at + 1] == '-' && pattern[at + 2] != ']')
            {
                at += 2;
                isIn |= IsBetween(low, letter, pattern[at]);
            }
            else
            {
                isIn |= Same(low, letter);
            }
        }
        return 0;
    }

    /// <summary>As git does by default: in lower case, too, where the system's disks do not distinguish it.</summary>
    private static bool Same(char one, char other) =>
        one == other || (IgnoresCase && char.ToLowerInvariant(one) == char.ToLowerInvariant(other));

    private static bool IsBetween(char low, char letter, char high) =>
        (low <= letter && letter <= high)
        || (IgnoresCase && ((low <= char.ToLowerInvariant(letter) && char.ToLowerInvariant(letter) <= high)
            || (low <= char.ToUpperInvariant(letter) && char.ToUpperInvariant(letter) <= high)));
}
