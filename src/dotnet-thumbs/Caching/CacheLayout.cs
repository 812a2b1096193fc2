using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>Where a cache holds what.</summary>
internal static class CacheLayout
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "THUMBS_CACHE_DIR";

    /// <summary>All that is ours in the folder. The number is that of the layout: another one does not see this one's files.</summary>
    public const string Root = "v1";

    /// <summary>What sources are, an entry each.</summary>
    public static readonly string Sources = Path.Join(Root, "sources");

    /// <summary>What was made of them by which key, an entry each.</summary>
    public static readonly string Renditions = Path.Join(Root, "renditions");

    /// <summary>The bytes of renditions.</summary>
    public static readonly string Content = Path.Join(Root, "content");

    /// <summary>How large the cache was when it was last counted.</summary>
    public static readonly string Size = Path.Join(Root, "size");

    /// <summary>Where something is below the folder.</summary>
    /// <param name="kind">Of what: one of the above.</param>
    /// <param name="name">Of the entry, or the SHA-256 of the content. A folder of a hundred thousand files is slow to list on some systems: 256 share them.</param>
    public static string PathOf(string kind, Digest name)
    {
        var text = name.ToString();
        return Path.Join(kind, text.AsSpan(0, 2), text.AsSpan(2));
    }

    /// <summary>The reverse of <see cref="PathOf"/>.</summary>
    /// <param name="folder">The last part of the folder.</param>
    /// <param name="file">The name of the file.</param>
    /// <returns><see langword="null"/> for a file that is none of ours.</returns>
    public static Digest? NameOf(ReadOnlySpan<char> folder, ReadOnlySpan<char> file) =>
        folder.Length == 2 && file.Length == (Digest.Size * 2) - 2 && Digest.TryParse($"{folder}{file}", out var name) ? name : null;

    /// <summary>The folder that is used where no option names one.</summary>
    /// <param name="variable">What <see cref="Variable"/> says.</param>
    public static string? FolderOf(string? variable) => string.IsNullOrEmpty(variable) ? DefaultFolder() : variable;

    /// <summary>
    /// The user's folder for what can be had again: what <c>XDG_CACHE_HOME</c> says (XDG Base Directory Specification) or
    /// <c>~/.cache</c>, on macOS <c>~/Library/Caches</c>, on Windows the local application data.
    /// </summary>
    /// <returns>Absolute; <see langword="null"/> for a user who has no home.</returns>
    private static string? DefaultFolder()
    {
        if (OperatingSystem.IsWindows())
            return Below(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Path.Join("thumbs", "cache"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Below(home, Path.Join("Library", "Caches", "thumbs"));
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathFullyQualified(caches ?? "") ? Path.Join(caches, "thumbs") : Below(home, Path.Join(".cache", "thumbs"));
    }

    private static string? Below(string folder, string path) => Path.IsPathFullyQualified(folder) ? Path.Join(folder, path) : null;
}
