using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>The limits of the work on one image.</summary>
public sealed record Limits
{
    /// <summary>The time that one image may take in a worker.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pixels that an image may declare, all frames of an animation together. The default is 16,383², WebP's and sharp's limit.</summary>
    public long MaxPixels { get; init; } = 16_383L * 16_383;

    /// <summary>The memory in bytes that a worker may use for one image.</summary>
    public long MaxMemory { get; init; } = 1L << 30;

    /// <summary>Whether that is what the container leaves each worker, and less than was asked for.</summary>
    public bool IsMemoryOfContainer { get; init; }

    /// <summary>Whether what can be read of a truncated file is made, with a warning.</summary>
    public bool AllowTruncated { get; init; }
}

/// <summary>What is deleted of the renditions of ours whose sources are gone, or that are no longer asked for.</summary>
public enum PruneUse
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>All but those of a folder that is there and empty, as a disk that is not mounted leaves it.</summary>
    On,

    /// <summary>All.</summary>
    All,
}

/// <summary>Whether workers are restricted to what they need.</summary>
public enum SandboxUse
{
    /// <summary>As far as the system supports it.</summary>
    Auto,

    /// <summary>Nothing is made where the system does not support it.</summary>
    Require,

    /// <summary>Workers have all rights of the user.</summary>
    Off,
}

/// <summary>A file that is listed explicitly.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Folder">The value of the template's <c>{dir}</c>, with <c>/</c>; may be empty.</param>
public sealed record NamedFile(string Path, string Folder);

/// <summary>Files that are listed one by one and share their renditions: what a build asks for.</summary>
/// <param name="Renditions">Wanted of each.</param>
/// <param name="Folder">Where they go below the output folder, whatever the name template says; with <c>/</c>, may be empty.</param>
/// <param name="Files">A file may be in several sets.</param>
public sealed record FileSet(RenditionOptions Renditions, string Folder, IReadOnlyList<NamedFile> Files);

/// <summary>Inputs that share their renditions.</summary>
/// <param name="Renditions">Wanted of each image.</param>
/// <param name="Inputs">Files, folders and globs. An image may be in several sets.</param>
public sealed record InputSet(RenditionOptions Renditions, IReadOnlyList<string> Inputs);

/// <summary>One run, as the user asked for it, whether from a command line or from a build.</summary>
public sealed record Request
{
    /// <summary>The folder that relative paths start from; absolute.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Files, folders and globs; those of all <see cref="InputSets"/>, where there are any.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The <see cref="Inputs"/> by the options that they share; <see langword="null"/> where all have <see cref="Renditions"/>.</summary>
    public IReadOnlyList<InputSet>? InputSets { get; init; }

    /// <summary>
    /// The folder below which the folders of the <see cref="Inputs"/> are kept in the output; absolute; <see langword="null"/> for the
    /// deepest that holds them all.
    /// </summary>
    public string? SourceBase { get; init; }

    /// <summary>What is left out of the <see cref="Inputs"/>; <see langword="null"/> for nothing.</summary>
    public IgnoreRules? Exclude { get; init; }

    /// <summary>Where the renditions go; absolute.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Wanted of all the <see cref="Inputs"/>, unless there are <see cref="InputSets"/>.</summary>
    public RenditionOptions Renditions { get; init; } = new();

    /// <summary>Files with options of their own, instead of <see cref="Inputs"/>; <see langword="null"/> where there are inputs.</summary>
    public IReadOnlyList<FileSet>? Sets { get; init; }

    public Limits Limits { get; init; } = new();

    /// <summary>The number of worker processes; <see langword="null"/> for what the machine gives.</summary>
    public int? Jobs { get; init; }

    /// <summary>The libvips in use: the file, absolute, or <see cref="SystemsLibvips"/>; <see langword="null"/> for that of this package.</summary>
    public string? Libvips { get; init; }

    /// <summary>The value of <see cref="Libvips"/> for the one that the system finds by its name.</summary>
    public const string SystemsLibvips = "system";

    /// <summary>The names of the <see cref="NamedLoader"/>s that are let in.</summary>
    public IReadOnlyList<string> Loaders { get; init; } = [];

    /// <summary>What the libvips in use reads with these loaders.</summary>
    public FormatSet Readable { get; init; } = FormatSet.OfPackage;

    /// <summary>The folder with the only fonts that the text of drawings is set in; absolute; <see langword="null"/> for those of the system.</summary>
    public string? Fonts { get; init; }

    /// <summary>Whether workers are kept from all that they have no business with.</summary>
    public SandboxUse Sandbox { get; init; }

    /// <summary>Make everything again.</summary>
    public bool Force { get; init; }

    /// <summary>Write renditions over files that are not ours.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What is deleted at the end.</summary>
    public PruneUse Prune { get; init; }

    /// <summary>
    /// Whether the output folder serves this request alone: then <see cref="Prune"/> also deletes the renditions of sources
    /// that still exist but are no longer asked for.
    /// </summary>
    public bool OwnsOutputFolder { get; init; }

    /// <summary>Other output folders, absolute, whose renditions may be copied instead of being made once more.</summary>
    public IReadOnlyList<string> Donors { get; init; } = [];

    /// <summary>The folder of the local cache; absolute; <see langword="null"/> for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>What a cache may hold, in bytes, by default.</summary>
    public const long DefaultCacheSize = 2_000_000_000;

    /// <summary>What the cache may hold, in bytes.</summary>
    public long CacheSize { get; init; } = DefaultCacheSize;

    /// <summary>The URL of the remote cache: http or https, without credentials; <see langword="null"/> for none.</summary>
    public Uri? RemoteCache { get; init; }

    /// <summary>Whether what is made is sent to the <see cref="RemoteCache"/>.</summary>
    public bool RemoteCacheWrite { get; init; }

    /// <summary>Say what would be done, and do nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Stop at the first image that fails.</summary>
    public bool FailFast { get; init; }

    /// <summary>Where the manifest goes; absolute; <see langword="null"/> for none. A shard writes its <see cref="Planning.Shard.PartOf"/> it.</summary>
    public string? ManifestFile { get; init; }

    /// <summary>Where the gallery goes; absolute; <see langword="null"/> for none. A shard writes its part, as of the manifest.</summary>
    public string? GalleryFile { get; init; }

    /// <summary>How whoever asks spells an option, for messages: from its name, such as <c>max-pixels</c>.</summary>
    public Func<string, string> Spell { get; init; } = name => $"--{name}";

    /// <summary>The part of the plan that is carried out; <see langword="null"/> for all of it.</summary>
    public Shard? Shard { get; init; }
}
