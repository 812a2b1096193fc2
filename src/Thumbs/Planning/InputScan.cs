using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>Finds the files of the inputs of a request.</summary>
/// <remarks>
/// A folder, the part of a glob before its first wildcard, and the folder of a file that is named outright are input roots. The
/// folders below the deepest folder that holds all of them are kept in the output.
/// </remarks>
public sealed class InputScan
{
    private readonly Request _request;
    private readonly string _baseFolder;
    private readonly string _outputFolder;
    private readonly string _namePrefix;
    private readonly Findings _findings;
    private readonly List<FoundFile> _files = [];
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellation;
    private readonly IgnoreRules? _excluded;
    private SourceFolder? _lastFolder;
    private bool _metOutputFolder;

    private InputScan(Request request, Findings findings, CancellationToken cancellation)
    {
        _request = request;
        _baseFolder = request.BaseFolder;
        _outputFolder = RealPath.Of(request.OutputFolder);
        _namePrefix = Path.EndsInDirectorySeparator(_baseFolder) ? _baseFolder : _baseFolder + Path.DirectorySeparatorChar;
        _findings = findings;
        _cancellation = cancellation;
        _excluded = request.Exclude;
    }

    /// <summary>The files of each set of inputs, each once in a set, in the ordinal order of their paths.</summary>
    /// <param name="request">Its folders count.</param>
    /// <param name="sets">The folders of all of them are kept below one.</param>
    /// <param name="findings">Receives what else is found.</param>
    /// <param name="cancellation">Looked at once a folder.</param>
    /// <exception cref="ThumbsException">An input does not exist, or all of them lie in the output folder.</exception>
    public static IReadOnlyList<List<FoundFile>> Find(Request request, IReadOnlyList<InputSet> sets, Findings findings, CancellationToken cancellation)
    {
        var scans = new List<InputScan>(sets.Count);
        foreach (var set in sets)
        {
            var scan = new InputScan(request, findings, cancellation);
            foreach (var input in set.Inputs)
                scan.Add(input);
            scans.Add(scan);
        }

        findings.TellLeftOut();
        if (scans.TrueForAll(scan => scan._files.Count == 0) && scans.Exists(scan => scan._metOutputFolder))
        {
            throw new ThumbsException(Diagnostic.OutsideOutput.At(request.OutputFolder,
                $"All the inputs lie in the output folder, whose files are never read; choose another {request.Spell(OptionName.Output)}"));
        }
        var roots = scans.SelectMany(scan => scan._roots).ToHashSet(StringComparer.Ordinal);
        return InputBase.Of(request, roots) is { } folder
            ? scans.ConvertAll(scan => scan.EachOnce().ConvertAll(folder.Rooted))
            : scans.ConvertAll(scan => scan.EachOnce());
    }

    /// <summary>The files of one set, each once, in the ordinal order of their paths. Those that do not exist are problems; those in the output folder are never read.</summary>
    public static List<FoundFile> Find(Request request, FileSet set, Findings findings, CancellationToken cancellation)
    {
        var scan = new InputScan(request, findings, cancellation);
        foreach (var (given, folder) in set.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = WindowsPath.Usual(given);
            if (File.Exists(path))
                scan.AddFile(path, folder);
            else
                findings.Problems.Add(Diagnostic.UnreadableFile.At(scan.NameOf(path), WhyNoFile(given, path)));
        }
        return scan.EachOnce();
    }

    private static string WhyNoFile(string given, string path)
    {
        if (Directory.Exists(path))
            return $"This is a folder; write a glob: {Path.GetFileName(path)}/**/*.jpg";
        return given.Contains(":/", StringComparison.Ordinal) && !File.Exists(path)
            ? "There is no such file; images on the network are not fetched: download it first, and name the file"
            : "There is no such file";
    }

    private List<FoundFile> EachOnce()
    {
        var distinct = new List<FoundFile>(_files.Count);
        foreach (var file in IsInOrder() ? _files : _files.OrderBy(file => file.Source, BySourcePath.Instance).AsEnumerable())
        {
            if (distinct.Count == 0 || BySourcePath.Instance.Compare(distinct[^1].Source, file.Source) != 0)
                distinct.Add(file);
        }
        return distinct;
    }

    /// <summary>A walk lists the files of each folder in order, so that those of many trees are.</summary>
    private bool IsInOrder()
    {
        for (var i = 1; i < _files.Count; i++)
        {
            if (BySourcePath.Instance.Compare(_files[i - 1].Source, _files[i].Source) > 0)
                return false;
        }

        return true;
    }

    private void Add(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
            throw new ThumbsException(Diagnostic.NoSuchInput.At(path: null, "An input is empty"));
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(WindowsPath.Usual(input), _baseFolder));
        if (File.Exists(path))
            AddNamed(path);
        else if (Directory.Exists(path))
            AddFolder(input, path);
        else if (Glob.IsGlob(input))
            AddGlob(input);
        else
            throw new ThumbsException(Diagnostic.NoSuchInput.At(input, input.Contains('[', StringComparison.Ordinal)
                ? "There is no such file or folder, and `[` is not a wildcard here; use `*` and `{a,b}`"
                : "There is no such file or folder"));
    }

    private void AddNamed(string path)
    {
        if (_excluded?.LeaveOutWithAbove(path, isFolder: false) == true)
            return;
        _roots.Add(Path.GetDirectoryName(path)!);
        AddFile(path, below: "");
    }

    private void AddFile(string path, string below)
    {
        var link = LinkedFile.Of(path);
        if (RealPath.IsWithin(_findings.Places.RealFolderOf(path), _outputFolder))
        {
            _metOutputFolder = true;
            return;
        }
        _findings.Places.AddFile(path, link);
        var file = new FileInfo(path);
        var length = link?.Length ?? file.Length;
        if (length <= 0 && SpecialFile.Is(path))
            _findings.Problems.Add(Diagnostic.UnreadableFile.At(NameOf(path), "Only files can be images: this is a pipe, a socket or a device"));
        else if (length < 0)
            _findings.Problems.Add(Diagnostic.UnreadableFile.At(NameOf(path), "The link leads to no file"));
        else
            _files.Add(new(new(FolderOf(Path.GetDirectoryName(path)!), Path.GetFileName(path), length, link?.ModifiedUtc ?? file.LastWriteTimeUtc), below));
    }

    private void AddFolder(string input, string path) =>
        AddAll(
            input,
            new FolderWalk(path, _outputFolder, CannotList) { Wanted = name => FormatNames.IsImageName(name, _request.Readable), Excluded = _excluded, LeavesOut = Leave(path) },
            folder => folder.Files,
            onlyImages: true);

    private void AddGlob(string input)
    {
        var glob = new Glob(input, _baseFolder);
        if (!Directory.Exists(glob.Root))
            throw new ThumbsException(Diagnostic.NoSuchInput.At(input, $"There is no folder {NameOf(glob.Root)}"));
        var walk = new FolderWalk(glob.Root, _outputFolder, CannotList) 
        {
            Depth = glob.Depth,
            Hidden = glob.Hidden,
            Excluded = _excluded,
            LeavesOut = Leave(glob.Root),
        };
        AddAll(input, walk, glob.Matches, onlyImages: !glob.NamesFormats);
    }

    private Action<string, string> Leave(string root) =>
        (below, why) => _findings.LeftOut(NameOf(Path.Join(root, below)), why);

    private void AddAll(string input, FolderWalk walk, Func<WalkedFolder, IEnumerable<ListedFile>> choose, bool onlyImages)
    {
        if (_excluded?.LeaveOutWithAbove(walk.Root, isFolder: true) == true)
            return;
        _findings.Searched(walk.Root);
        _roots.Add(walk.Root);
        var before = (_files.Count, _findings.UnreadableFiles, _findings.Problems.Count);
        foreach (var folder in walk.Folders())
        {
            _cancellation.ThrowIfCancellationRequested();
            if (folder.IsEntrance && walk.Depth > 0)
                _findings.Places.AddFolder(folder.Real);
            var place = FolderOf(folder.Path);
            foreach (var file in choose(folder))
                AddListed(folder, place, file, onlyImages, isPlace: file.Target is not null || walk.Depth == 0);
        }
        _metOutputFolder |= walk.MetOutputFolder;
        if (before == (_files.Count, _findings.UnreadableFiles, _findings.Problems.Count) && !walk.MetOutputFolder)
            _findings.Problems.Add(Diagnostic.NothingFound.At(input, "No image was found there"));
    }

    private void AddListed(WalkedFolder folder, SourceFolder place, ListedFile file, bool onlyImages, bool isPlace)
    {
        if (onlyImages && !FormatNames.IsImageName(file.Name, _request.Readable))
            return;
        if (file.Length <= 0 && SpecialFile.Is(place.Path + file.Name))
            return;
        if (file.IsBrokenLink)
            _findings.Problems.Add(Diagnostic.UnreadableFile.At(place.Name + file.Name, "The link leads to no file"));
        else if (onlyImages && FormatNames.UnreadableByName(file.Name, _request.Readable) is { } format)
            _findings.Unreadable(place.Name + file.Name, $"{format} cannot be read{Cure(file.Name)}");
        else
            _files.Add(new(new(place, file.Name, file.Length, file.ModifiedUtc), folder.Below));
        if (isPlace)
            _findings.Places.AddFile(place.Path + file.Name, file.Target);
    }

    private string Cure(string name) =>
        FormatNames.ByName(name) is { } format ? $"; a libvips of the system may read it: {FormatNames.HowToRead(format, _request.Spell)}" : "";

    private void CannotList(string folder, string why)
    {
        _findings.Unlisted(folder);
        _findings.Problems.Add(Diagnostic.NoSuchInput.At(NameOf(folder), $"The folder cannot be listed: {why}"));
    }

    /// <summary>The folder of a path, shared by successive files of it.</summary>
    private SourceFolder FolderOf(string path)
    {
        if (!Path.EndsInDirectorySeparator(path))
            path += Path.DirectorySeparatorChar;
        return string.Equals(_lastFolder?.Path, path, StringComparison.Ordinal) ? _lastFolder! : _lastFolder = new(path, NameOf(path));
    }

    private string NameOf(string path)
    {
        var name = path.StartsWith(_namePrefix, StringComparison.Ordinal) ? path[_namePrefix.Length..] : path;
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }
}
