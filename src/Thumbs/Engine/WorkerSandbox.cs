using System.Runtime.Versioning;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine;

/// <summary>The sandbox of a run's workers on Linux, with the folders that they have for themselves.</summary>
[SupportedOSPlatform("linux")]
public sealed class WorkerSandbox : IDisposable
{
    /// <summary>A rule costs up to three system calls: beyond this number of places, common parent folders are used instead.</summary>
    private const int MostPlaces = 256;

    /// <summary>The folder that fontconfig makes for itself below XDG_CACHE_HOME.</summary>
    private const string FontCache = "fontconfig";

    private readonly IReadOnlySet<string> _places;
    private readonly RunFolder _temporary = RunFolder.Make();
    private readonly List<string> _madeFolders = [];

    private WorkerSandbox(Request request, WorkerCommand command, Places places)
    {
        _places = places.AtMost(MostPlaces);
        // A dry run leaves no trace, and its workers write nothing.
        var caches = FontCacheBelow(request.DryRun ? null : request.CacheFolder) ?? FontCacheBelow(_temporary.Path)!;
        if (!request.DryRun)
            MakeFolder(request.OutputFolder);
        string[] ofWorkers = [_temporary.Path, Path.Join(caches, FontCache)];
        Sandbox = new(WorkerRules.For(command, _places, request.DryRun ? ofWorkers : [request.OutputFolder, .. ofWorkers]), request.Sandbox == SandboxUse.Require);
        Command = command with
        {
            Environment = new Dictionary<string, string>(command.Environment, StringComparer.Ordinal) { ["TMPDIR"] = _temporary.Path, ["XDG_CACHE_HOME"] = caches, [SandboxedProcess.RootsVariable] = SandboxedProcess.Roots },
        };
    }

    public Sandbox Sandbox { get; }

    /// <summary>How to start a worker in it.</summary>
    public WorkerCommand Command { get; }

    /// <returns><see langword="null"/> where the output folder cannot be made: the first write reports it.</returns>
    /// <exception cref="ThumbsException">The same, where a sandbox is required.</exception>
    public static WorkerSandbox? Open(Request request, WorkerCommand command, Places places)
    {
        try
        {
            return new(request, command, places);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return request.Sandbox == SandboxUse.Require ? throw WriteFailure.Of(request.OutputFolder, exception) : null;
        }
    }

    /// <summary>Whether workers can read all that lies in these places.</summary>
    public bool Covers(Places places)
    {
        var needed = places.AtMost(MostPlaces);
        return needed.IsSubsetOf(_places)
            || needed.All(place => _places.Any(held => Path.EndsInDirectorySeparator(held) && place.StartsWith(held, StringComparison.Ordinal)) || _places.Contains(place));
    }

    public void Dispose()
    {
        Sandbox.Dispose();
        _temporary.Dispose();
        try
        {
            foreach (var folder in _madeFolders.Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
                Directory.Delete(folder);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // An empty folder does no harm.
        }
    }

    /// <summary>A rule needs a folder that exists. Where it stays empty, it is deleted again, the deepest first.</summary>
    private void MakeFolder(string folder)
    {
        for (var missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            _madeFolders.Add(missing);
        if (_madeFolders.Count > 0)
            Directory.CreateDirectory(folder);
    }

    /// <summary>
    /// The folder for fontconfig's cache: below our cache, if there is one, so that the next run has it too. In the
    /// user's own one, a worker could change what other programs read.
    /// </summary>
    private static string? FontCacheBelow(string? folder)
    {
        try
        {
            if (folder is not null)
                Directory.CreateDirectory(Path.Join(folder, FontCache));
            return folder;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return null;
        }
    }
}
