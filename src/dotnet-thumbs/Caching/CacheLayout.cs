using Thumbs.Freshness;

namespace Thumbs.Caching;

/// <summary>Where a cache holds what.</summary>
internal static class CacheLayout
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "THUMBS_CACHE_DIR";

    /// <summary>All that is ours in the folder. The number is that of the layout: another one does not see this one's files.</summary>
    public const string Root = "v1";

    /// <summary>What is known of sources.</summary>
    public static readonly string Sources = Path.Join(Root, "sources");

    /// <summary>The bytes of renditions.</summary>
    public static readonly string Content = Path.Join(Root, "content");

    public static string SourcePath(string folder, Digest source) => Under(Path.Join(folder, Sources), source.ToString());

    public static string ContentPath(string folder, Digest rendition) => Under(Path.Join(folder, Content), rendition.ToString());

    /// <summary>What an entry is named after, in 64 hex digits.</summary>
    public static string DigestOf(FileInfo file) => file.Directory!.Name + file.Name;

    /// <summary>A folder of a hundred thousand files is slow to list on some systems: 256 share them.</summary>
    private static string Under(string folder, string digest) => Path.Join(folder, digest[..2], digest[2..]);
}
