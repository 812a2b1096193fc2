using System.Text;

using Thumbs.Diagnostics;
using Thumbs.FakeWorker;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine.Tests;

/// <summary>A folder with sources and renditions, and runs of the engine over it, with fake workers.</summary>
internal sealed class Album : IReport, IDisposable
{
    private readonly string _path = RealPath.Of(Directory.CreateTempSubdirectory("thumbs-engine-").FullName);
    private readonly string _log = Path.Join(Path.GetTempPath(), $"thumbs-engine-{Guid.NewGuid():N}.log");

    public Dictionary<string, string> Libraries { get; } = new(StringComparer.Ordinal)
    {
        ["vips"] = "8.18.7",
        ["lcms"] = "2.19.1",
        ["mozjpeg"] = "1",
        ["webp"] = "1.6.0",
        ["png"] = "1.6.58",
    };

    public RenditionOptions Options { get; set; } = new();

    /// <summary>Below this folder.</summary>
    public string Output { get; set; } = "thumbs";

    public string OutputFolder => At(Output);

    public IReadOnlyList<string> Donors { get; set; } = [];

    /// <summary>See <see cref="Request.Shard"/>.</summary>
    public Shard? Shard { get; set; }

    public string? CacheFolder { get; set; }

    /// <summary>The arguments of the fake worker; by default it makes texts.</summary>
    public string[] Worker { get; set; }

    /// <summary>The outcomes of the last run, in the order in which they were reported.</summary>
    public List<Outcome> Outcomes { get; } = [];

    /// <summary>The problems of the last run itself.</summary>
    public List<Problem> Problems { get; } = [];

    public string StateFile => At("thumbs/.thumbs-state.json");

    public string JournalFile => At("thumbs/.thumbs-state.journal");

    public Album()
    {
        Worker = ["pictures", _log];
        Directory.CreateDirectory(_log);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string At(string name) => Path.GetFullPath(name, _path);

    /// <summary>Writes a file. Sources are old enough for their times to be trusted.</summary>
    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
        if (name.StartsWith("in/", StringComparison.Ordinal))
            File.SetLastWriteTimeUtc(At(name), DateTime.UtcNow.AddHours(-1));
    }

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Gives a file another time, and nothing else.</summary>
    public void Touch(string name) => File.SetLastWriteTimeUtc(At(name), File.GetLastWriteTimeUtc(At(name)).AddMinutes(-5));

    public Plan Plan(params string[] inputs) => Planner.Make(RequestFor(inputs), Cancellation);

    /// <summary>Opens the record of the output folder, as a run does.</summary>
    public Ledger Open() => Ledger.Open(OutputFolder, new(Libraries), DateTime.UtcNow, Cancellation, Donors, shard: Shard);

    /// <summary>Runs the engine.</summary>
    public Task<Summary> EngineAsync(params string[] inputs) => EngineAsync(RequestFor(inputs));

    /// <summary>Runs the engine for what a test changes of the request for the folder <c>in</c>.</summary>
    public Task<Summary> EngineAsync(Func<Request, Request> change) => EngineAsync(change(RequestFor([])));

    private Task<Summary> EngineAsync(Request request)
    {
        Outcomes.Clear();
        Problems.Clear();
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, .. Worker], new Dictionary<string, string>(StringComparer.Ordinal));
        return ThumbsEngine.RunAsync(request, this, Cancellation, command, new(Libraries));
    }

    /// <summary>Runs the engine. Returns what it did, by source: <c>copied b.jpg</c>, <c>made a.jpg</c>; nothing where all was fresh.</summary>
    public async Task<string[]> RunAsync(params string[] inputs)
    {
        foreach (var log in Directory.GetFiles(_log))
            File.Delete(log);
        var before = Directory.Exists(OutputFolder)
            ? Directory.EnumerateFiles(OutputFolder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc, StringComparer.Ordinal)
            : [];
        await EngineAsync(inputs);
        var made = Directory.GetFiles(_log).SelectMany(File.ReadAllLines).ToHashSet(StringComparer.Ordinal);
        var done = new List<string>();
        foreach (var outcome in Outcomes.OrderBy(outcome => outcome.Source.Path, StringComparer.Ordinal))
        {
            var files = outcome.Renditions.Select((file, i) => (
                Name: Path.GetRelativePath(OutputFolder, file.Path).Replace('\\', '/'),
                IsMade: made.Contains($"{outcome.Source.Path}\t{i}"),
                IsOld: before.TryGetValue(file.Path, out var time) && time == File.GetLastWriteTimeUtc(file.Path))).ToList();
            done.AddRange(files.Where(file => !file.IsMade && !file.IsOld).Select(file => $"copied {file.Name}"));
            done.AddRange(files.Where(file => file.IsMade).Select(file => $"made {file.Name}"));
        }

        return [.. done];
    }

    /// <summary>All files but the sources and the state, below the folder of the album; with <c>/</c>.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_path, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(path => !path.StartsWith("in/", StringComparison.Ordinal) && Path.GetFileName(path) != ".thumbs-state.json")
        .Order(StringComparer.Ordinal);

    /// <summary>Makes and records what a verdict says is missing, as a run that is killed afterwards.</summary>
    /// <returns>The paths made, below the output folder.</returns>
    public IReadOnlyList<string> Make(Ledger ledger, Job job, Verdict verdict, Func<int, bool>? succeeds = null)
    {
        var made = new List<MadeRendition>();
        var source = File.ReadAllBytes(job.Source.Path);
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (verdict.Fresh[i] is not null || succeeds?.Invoke(i) == false)
                continue;
            var bytes = Encoding.UTF8.GetBytes(FakePictures.TextOf(Encoding.UTF8.GetString(source), job.Renditions[i].Recipe));
            var size = Geometry.Of(1024, 768, job.Renditions[i].Recipe);
            var rendition = new MadeRendition(i, new(size.Width, size.Height, bytes.Length, Digest.OfBytes(bytes)));
            Directory.CreateDirectory(Path.GetDirectoryName(ledger.PathFor(job, rendition))!);
            File.WriteAllBytes(ledger.PathFor(job, rendition), bytes);
            made.Add(rendition);
        }
        if (made.Count > 0)
            ledger.Record(job, verdict, FactsOf(job.Source.Path, source), made);
        return [.. made.Select(one => Path.GetRelativePath(OutputFolder, ledger.PathFor(job, one)).Replace('\\', '/'))];
    }

    /// <summary>The sources in the state file as it stands, and the keys, in the order of their lines.</summary>
    public async Task<(IReadOnlyList<SourceRecord> Sources, IReadOnlyList<string> Keys)> StateAsync()
    {
        var keys = new KeyTable();
        var reader = new StateReader(keys);
        var sources = new List<SourceRecord>();
        await foreach (var line in File.ReadLinesAsync(StateFile, Cancellation))
        {
            if (reader.Read(Encoding.UTF8.GetBytes(line)) is { } source)
                sources.Add(source);
        }
        return (sources, [.. Enumerable.Range(0, int.MaxValue).Select(keys.KeyOf).TakeWhile(key => key is not null).OfType<string>()]);
    }

    /// <summary>Done when the plan of a run is made.</summary>
    public Action OnPlanned { get; set; } = () => { };

    public void Planned(int sources, long work) => OnPlanned();

    public void Noticed(Problem problem) => Problems.Add(problem);

    /// <summary>Called with each outcome, in the middle of a run.</summary>
    public Action<Outcome>? AtDone { get; set; }

    public void Done(Outcome outcome)
    {
        Outcomes.Add(outcome);
        AtDone?.Invoke(outcome);
    }

    public void Pruned(string path)
    {
        // The files tell.
    }

    public void Finished(Summary summary)
    {
        // Returned.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        Directory.Delete(_path, recursive: true);
        Directory.Delete(_log, recursive: true);
    }

    /// <summary>A request that prunes.</summary>
    public Request Pruned(bool dryRun = false, bool ownsFolder = false) =>
        RequestFor([]) with { Prune = PruneUse.On, DryRun = dryRun, OwnsOutputFolder = ownsFolder };

    private Request RequestFor(string[] inputs) => new()
    {
        BaseFolder = _path,
        Inputs = inputs.Length == 0 ? ["in"] : inputs,
        OutputFolder = OutputFolder,
        Renditions = Options,
        Shard = Shard,
        Donors = Donors,
        CacheFolder = CacheFolder,
        Jobs = 1,
        // The fake worker writes its log outside of the output folder.
        Sandbox = SandboxUse.Off,
    };

    private static SourceFacts FactsOf(string path, byte[] source) => new(
        FormatNames.ByName(path) ?? ImageFormat.Jpeg, 1024, 768, 1, source.Length, Digest.OfBytes(source));
}
