using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>The paths in a cache.</summary>
public static class CacheLayout
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "THUMBS_CACHE_DIR";

    /// <summary>The folder of all files. The number is that of the layout: another layout does not see the files of this one.</summary>
    public const string Root = "v1";

    /// <summary>The facts of sources, an entry each.</summary>
    public static readonly string Sources = Path.Join(Root, "sources");

    /// <summary>The facts of renditions, an entry each.</summary>
    public static readonly string Renditions = Path.Join(Root, "renditions");

    /// <summary>The bytes of renditions.</summary>
    public static readonly string Content = Path.Join(Root, "content");

    /// <summary>The size of the cache when it was last counted.</summary>
    public static readonly string Size = Path.Join(Root, "size");

    /// <summary>The path of a file below the folder.</summary>
    /// <param name="kind">One of the constants above.</param>
    /// <param name="name">Of the entry, or the SHA-256 of the content. 256 folders share the files: a folder of a hundred thousand is slow to list on some systems.</param>
    public static string PathOf(string kind, Digest name)
    {
        var text = name.ToString();
        return Path.Join(kind, text.AsSpan(0, 2), text.AsSpan(2));
    }

    /// <summary>The reverse of <see cref="PathOf"/>.</summary>
    /// <param name="folder">The last part of the folder.</param>
    /// <param name="file">The name of the file.</param>
    /// <returns><see langword="null"/> where it is not a file of the cache.</returns>
    public static Digest? NameOf(ReadOnlySpan<char> folder, ReadOnlySpan<char> file) =>
        folder.Length == 2 && file.Length == (Digest.Size * 2) - 2 && Digest.TryParse($"{folder}{file}", out var name) ? name : null;

    /// <summary>The folder that is used where no option names one.</summary>
    /// <param name="variable">The value of <see cref="Variable"/>.</param>
    public static string? FolderOf(string? variable) => string.IsNullOrEmpty(variable) ? DefaultFolder() : variable;

    /// <summary>
    /// The user's cache folder: <c>XDG_CACHE_HOME</c> (XDG Base Directory Specification) or
    /// <c>~/.cache</c>, on macOS <c>~/Library/Caches</c>, on Windows the local application data.
    /// </summary>
    /// <returns>Absolute; <see langword="null"/> for a user without a home.</returns>
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
