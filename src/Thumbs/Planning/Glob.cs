using Microsoft.Extensions.FileSystemGlobbing;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>
/// A pattern such as <c>assets/**/*.{jpg,png}</c>: the folder before its first wildcard is where the search begins, the
/// rest is matched case-insensitively, since cameras write <c>.JPG</c>.
/// </summary>
public sealed class Glob
{
    private readonly Matcher _matcher = new(StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ThumbsException">The pattern is invalid.</exception>
    public Glob(string pattern, string baseFolder)
    {
        if (OperatingSystem.IsWindows())
            pattern = WindowsPath.Usual(pattern).Replace('\\', '/');
        if (pattern.Contains('?', StringComparison.Ordinal))
            throw Wrong(pattern, "`?` is not a wildcard here; use `*`");

        if (pattern.Count('{') > pattern.Count('}') && pattern.Contains(',', StringComparison.Ordinal))
            throw Wrong(pattern, "a `{` is never closed; quote the whole glob, so that the shell does not take it apart");

        var rest = pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny('*', '{')) + 1;
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(pattern[..rest], baseFolder));
        var patterns = BraceExpansion.Of(pattern[rest..]).ToList();
        if (patterns.Any(one => one.StartsWith('/') || one.Split('/').Contains("..")))
            throw Wrong(pattern, "`..` and absolute paths cannot stand after a wildcard or in braces; write several globs");
        try
        {
            _matcher.AddIncludePatterns(patterns);
        }
        catch (ArgumentException exception)
        {
            throw Wrong(pattern, exception.Message);
        }
        Depth = patterns.Exists(one => one.Contains("**", StringComparison.Ordinal))
            ? int.MaxValue
            : patterns.Max(one => one.Count(letter => letter == '/'));
        Hidden = patterns.Exists(one => one.StartsWith('.') || one.Contains("/.", StringComparison.Ordinal));
        NamesFormats = patterns.TrueForAll(one => !one.EndsWith('*') && !one.EndsWith('/'));
    }

    /// <summary>Where the search begins; absolute.</summary>
    public string Root { get; }

    /// <summary>How many levels below the root there can be a match.</summary>
    public int Depth { get; }

    /// <summary>Whether it matches names that begin with a dot.</summary>
    public bool Hidden { get; }

    /// <summary>Whether it names the extension, so that every match is wanted, and not only the images among them.</summary>
    public bool NamesFormats { get; }

    /// <summary>True where text is to be read as a glob, unless a file of exactly that name exists.</summary>
    public static bool IsGlob(string text) => text.AsSpan().IndexOfAny("*?{") >= 0;

    /// <summary>Those of a folder's files that match.</summary>
    public IEnumerable<ListedFile> Matches(WalkedFolder folder)
    {
        if (folder.Files.Count == 0)
            return [];
        var prefix = folder.Below.Length == 0 ? "" : folder.Below + '/';
        var matches = _matcher.Match(Root, folder.Files.Select(file => prefix + file.Name)).Files
            .Select(match => match.Path[prefix.Length..])
            .ToHashSet(StringComparer.Ordinal);
        return folder.Files.Where(file => matches.Contains(file.Name));
    }

    private static ThumbsException Wrong(string pattern, string why) =>
        new(Diagnostic.WrongOption.At(pattern, $"Wrong glob: {why}"));
}
