using System.IO.Enumeration;

using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>A file as a folder lists it; a link is already followed.</summary>
/// <remarks>A class, like every record in a collection: see docs/architecture.md, "Code that runs at every start".</remarks>
/// <param name="Name">Its last part only.</param>
/// <param name="Length">In bytes; -1 where it is a link to nothing.</param>
/// <param name="ModifiedUtc">The file's own time.</param>
/// <param name="Target">Where it really lies; <see langword="null"/> where it is no link.</param>
public sealed record ListedFile(string Name, long Length, DateTime ModifiedUtc, LinkedFile? Target = null)
{
    public bool IsBrokenLink => Length < 0;
}

/// <summary>One folder of a walk.</summary>
/// <param name="Path">Absolute, by the links that led there.</param>
/// <param name="Below">Below the root of the walk, with <c>/</c>; empty for the root itself.</param>
/// <param name="Real">Absolute, without links.</param>
/// <param name="Depth">0 for the root.</param>
/// <param name="IsEntrance">Whether it is the root, or the end of a link: what lies below may lie below no other folder.</param>
public sealed record WalkedFolder(string Path, string Below, string Real, int Depth, bool IsEntrance)
{
    public IReadOnlyList<ListedFile> Files { get; init; } = [];

    /// <summary>The ignore files that hold in it; <see langword="null"/> where none does.</summary>
    public IgnoreScope? Ignored { get; init; }
}

/// <summary>
/// Lists a folder and those below it. Links are followed, but each real folder is listed once, so that circular links
/// end; where a folder can be reached with and without a link, the path without it counts.
/// </summary>
/// <param name="root">Absolute; it exists.</param>
/// <param name="outputFolder">The real path of the folder that is not to be read, if there is one.</param>
/// <param name="cannotList">Receives each folder that cannot be listed, and why; the walk goes on.</param>
public sealed class FolderWalk(string root, string? outputFolder, Action<string, string> cannotList)
{
    /// <summary>Where it begins; absolute.</summary>
    public string Root => root;

    /// <summary>How many levels below the root are listed.</summary>
    public int Depth { get; init; } = int.MaxValue;

    /// <summary>Whether files and folders whose names begin with a dot are listed too.</summary>
    public bool Hidden { get; init; }

    /// <summary>Selects names; the files of others are not looked at.</summary>
    public Func<ReadOnlySpan<char>, bool> Wanted { get; init; } = _ => true;

    /// <summary>True once something was left out because it lies in the output folder.</summary>
    public bool MetOutputFolder { get; private set; }

    /// <summary>What the user leaves out; nothing is said of it.</summary>
    public IgnoreRules? Excluded { get; init; }

    /// <summary>Receives each folder that is left out unasked, by its path below the root, and the name of what says so.</summary>
    public Action<string, string> LeavesOut { get; init; } = (_, _) => { };

    public IEnumerable<WalkedFolder> Folders()
    {
        var folders = new Stack<WalkedFolder>([new(root, "", RealPath.Of(root), 0, IsEntrance: true) { Ignored = IgnoreScope.AboveRoot(root) }]);
        var links = new Queue<WalkedFolder>();
        // Windows reports how a folder is spelled, so names that differ in case are different folders.
        var seen = new HashSet<string>(OperatingSystem.IsWindows() ? StringComparer.Ordinal : RealPath.Comparer);
        while (folders.TryPop(out var folder) || links.TryDequeue(out folder))
        {
            if (outputFolder is not null && RealPath.IsWithin(folder.Real, outputFolder))
                MetOutputFolder = true;
            else if (seen.Add(folder.Real) && TryList(folder) is { } entries && !IsEarlierOutput(folder, entries))
            {
                folder = folder with { Ignored = IgnoredIn(folder, entries) };
                if (folder.Depth < Depth)
                {
                    foreach (var entry in entries.Where(entry => entry.IsFolder && IsWanted(folder, entry)).OrderByDescending(entry => entry.File.Name, StringComparer.Ordinal))
                        Enter(folder, entry, folders, links);
                }
                yield return folder with { Files = FilesOf(folder, entries) };
            }
        }
    }

    private List<ListedFile> FilesOf(WalkedFolder folder, List<Entry> entries)
    {
        var files = new List<ListedFile>(entries.Count);
        foreach (var entry in entries)
        {
            if (!entry.IsFolder && IsWanted(folder, entry))
                files.Add(entry.File);
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return files;
    }

    /// <summary>Thumbnails of thumbnails are of no use; but a folder that is itself named is searched.</summary>
    private bool IsEarlierOutput(WalkedFolder folder, List<Entry> entries)
    {
        if (folder.Depth == 0 || !entries.Exists(entry => IsOurs(entry.File.Name)))
            return false;
        LeavesOut(folder.Below, "");
        return true;
    }

    private static IgnoreScope? IgnoredIn(WalkedFolder folder, List<Entry> entries) =>
        entries.Exists(entry => IsIgnoreFile(entry.File.Name)) ? IgnoreScope.With(folder.Ignored, folder.Path) : folder.Ignored;

    private bool IsWanted(WalkedFolder folder, Entry entry)
    {
        if (!IsSearched(entry.File.Name))
            return false;
        if (folder.Ignored is null && Excluded is null)
            return true;
        var path = Path.Join(folder.Path, entry.File.Name);
        if (Excluded?.LeaveOut(path, entry.IsFolder) == true)
            return false;
        if (folder.Ignored?.WhoLeavesOut(path, entry.IsFolder) is not { } who)
            return true;
        if (entry.IsFolder)
            LeavesOut(BelowOf(folder, entry), who);
        return false;
    }

    private static string BelowOf(WalkedFolder parent, Entry entry) =>
        parent.Below.Length == 0 ? entry.File.Name : parent.Below + '/' + entry.File.Name;

    private static void Enter(WalkedFolder parent, Entry entry, Stack<WalkedFolder> folders, Queue<WalkedFolder> links)
    {
        var path = Path.Join(parent.Path, entry.File.Name);
        var below = BelowOf(parent, entry);
        if (entry.IsLink)
            links.Enqueue(new(path, below, RealPath.Of(path), parent.Depth + 1, IsEntrance: true) { Ignored = parent.Ignored });
        else
            folders.Push(new(path, below, Path.Join(parent.Real, entry.File.Name), parent.Depth + 1, IsEntrance: false) { Ignored = parent.Ignored });
    }

    private List<Entry>? TryList(WalkedFolder folder)
    {
        try
        {
            var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
            return [.. new FileSystemEnumerable<Entry>(folder.Path, Read, options) { ShouldIncludePredicate = Includes }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            cannotList(folder.Path, exception.Message);
            return null;
        }
    }

    private bool Includes(ref FileSystemEntry entry) =>
        IsOurs(entry.FileName)
        || IsIgnoreFile(entry.FileName)
        || (IsSearched(entry.FileName) && (entry.IsDirectory || Wanted(entry.FileName)));

    private bool IsSearched(ReadOnlySpan<char> name) => (Hidden || !name.StartsWith('.')) && !IsOurs(name);

    private static bool IsOurs(ReadOnlySpan<char> name) => name.StartsWith(ReservedName.Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsIgnoreFile(ReadOnlySpan<char> name) => name is IgnoreRules.OwnName or IgnoreRules.GitName;

    private static Entry Read(ref FileSystemEntry entry)
    {
        var isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        var name = entry.FileName.ToString();
        if (entry.IsDirectory)
            return new(new(name, 0, default), IsFolder: true, isLink);
        return isLink && LinkedFile.Of(entry.ToFullPath()) is { } target
            ? new(new(name, target.Length, target.ModifiedUtc, target), IsFolder: false, isLink)
            : new(new(name, entry.Length, entry.LastWriteTimeUtc.UtcDateTime), IsFolder: false, isLink);
    }

    private sealed record Entry(ListedFile File, bool IsFolder, bool IsLink);
}
