using System.Text;

using Thumbs.Diagnostics;
using Thumbs.FakeWorker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine.Tests;

/// <summary>Whole runs of the engine in a folder of their own, with workers that look at no image.</summary>
internal sealed class Run : IReport, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-engine-").FullName;

    /// <summary>The output folder; absolute.</summary>
    public string Output => Path.Join(_folder, "files", "out");

    /// <summary>What came of each source, in the order in which that was reported.</summary>
    public List<Outcome> Outcomes { get; } = [];

    /// <summary>What was said of the run itself.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The folder that holds the sources' and the output folder, and may hold others; absolute.</summary>
    public string Folder => _folder;

    /// <summary>What was mentioned to whoever wants to know more.</summary>
    public List<string> Mentions { get; } = [];

    /// <summary>Writes a source, whose content is its name.</summary>
    public void Add(string name) => Add(name, name);

    public void Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public void Add(string name, byte[] content) => Write(Path.Join(_folder, "files", "in", name), content);

    /// <summary>Writes a file beside the folders of the run.</summary>
    public void AddOutside(string name, string content) => Write(Path.Join(_folder, name), Encoding.UTF8.GetBytes(content));

    /// <summary>Makes a link among the sources to what is beside the folders of the run.</summary>
    public void Link(string name, string target) => File.CreateSymbolicLink(Path.Join(_folder, "files", "in", name), Path.Join(_folder, target));

    /// <summary>Runs the engine over all sources.</summary>
    /// <param name="worker">The arguments of the fake worker; <see langword="null"/> for a real one.</param>
    /// <param name="change">To the request: by default one rendition of each source, no cache.</param>
    public Task<Summary> RunAsync(string[]? worker = null, Func<Request, Request>? change = null)
    {
        Outcomes.Clear();
        Problems.Clear();
        Mentions.Clear();
        var request = new Request { BaseFolder = Path.Join(_folder, "files"), Inputs = ["in"], OutputFolder = Output, Jobs = 2 };
        var command = worker is null ? null : new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, .. worker], new Dictionary<string, string>(StringComparer.Ordinal));
        return ThumbsEngine.RunAsync(change?.Invoke(request) ?? request, this, TestContext.Current.CancellationToken, command);
    }

    /// <summary>All files but the sources and the books, below the folder that holds the run's own folder; with <c>/</c>.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(path => !path.StartsWith("files/in/", StringComparison.Ordinal) && Path.GetFileName(path) != ".thumbs-state.json")
        .Order(StringComparer.Ordinal);

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public void Planned(int sources, long work)
    {
        // The outcomes tell.
    }

    public void Noticed(Problem problem) => Problems.Add(problem);

    public void Mentioned(string text) => Mentions.Add(text);

    public void Done(Outcome outcome) => Outcomes.Add(outcome);

    public void Pruned(string path)
    {
        // The files tell.
    }

    public void Finished(Summary summary)
    {
        // Returned.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
