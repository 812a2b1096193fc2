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

    /// <summary>Writes a source, whose content is its name.</summary>
    public void Add(string name)
    {
        var path = Path.Join(_folder, "files", "in", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, name);
    }

    /// <summary>Runs the engine over all sources.</summary>
    /// <param name="worker">The arguments of the fake worker.</param>
    /// <param name="change">To the request: by default one rendition of each source, no cache.</param>
    public Task<Summary> RunAsync(string[] worker, Func<Request, Request>? change = null)
    {
        Outcomes.Clear();
        Problems.Clear();
        var request = new Request { BaseFolder = Path.Join(_folder, "files"), Inputs = ["in"], OutputFolder = Output, Jobs = 2 };
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, .. worker], new Dictionary<string, string>(StringComparer.Ordinal));
        return ThumbsEngine.RunAsync(change?.Invoke(request) ?? request, this, TestContext.Current.CancellationToken, command);
    }

    /// <summary>All files but the sources and the books, below the folder that holds the run's own folder; with <c>/</c>.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(path => !path.StartsWith("files/in/", StringComparison.Ordinal) && Path.GetFileName(path) != ".thumbs-state.json")
        .Order(StringComparer.Ordinal);

    public void Planned(int sources)
    {
        // The outcomes tell.
    }

    public void Noticed(Problem problem) => Problems.Add(problem);

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
