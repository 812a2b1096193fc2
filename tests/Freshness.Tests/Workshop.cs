using System.Text;

using Thumbs.Caching;
using Thumbs.Engine;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Parameters;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

/// <summary>
/// A folder with sources and renditions, and a run that makes renditions out of nothing but the source's bytes and the
/// recipe, so that it can be told whether the right ones were made.
/// </summary>
internal sealed class Workshop : IDisposable
{
    /// <summary>Long after every file here was written, so that their times are trusted.</summary>
    private static readonly TimeSpan LongAfter = TimeSpan.FromHours(1);

    private readonly string _path = RealPath.Of(Directory.CreateTempSubdirectory("freshness-").FullName);

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

    /// <summary>Opened anew for every run, as every process does.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>Of the last run.</summary>
    public ContentCache? Cache { get; private set; }

    public string StateFile => At("thumbs/.thumbs-state.json");

    public string JournalFile => At("thumbs/.thumbs-state.journal");

    /// <summary>When a run believes that it began.</summary>
    public DateTime Started { get; set; } = DateTime.UtcNow + LongAfter;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string At(string name) => Path.GetFullPath(name, _path);

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
    }

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Gives a file another time, and nothing else.</summary>
    public void Touch(string name) => File.SetLastWriteTimeUtc(At(name), File.GetLastWriteTimeUtc(At(name)).AddMinutes(-5));

    public Plan Plan(params string[] inputs) => Planner.Make(
        new()
        {
            BaseFolder = _path,
            Inputs = inputs.Length == 0 ? ["in"] : inputs,
            OutputFolder = OutputFolder,
            Renditions = Options,
            Shard = Shard,
        },
        Cancellation);

    public Ledger Open()
    {
        Cache = CacheFolder is { } folder ? new(new CacheFolder(folder), remote: null) : null;
        return Ledger.Open(OutputFolder, new(Libraries), Started, Cancellation, Donors, Cache, Shard);
    }

    /// <summary>A whole run. What it did, in order: <c>made a.jpg</c>, <c>copied b.jpg</c>; nothing where all was fresh.</summary>
    public async Task<string[]> RunAsync(params string[] inputs)
    {
        var done = new List<string>();
        using var ledger = Open();
        foreach (var job in Plan(inputs).Own)
        {
            var verdict = ledger.Judge(job, Cancellation);
            var reused = await ledger.ReuseAsync(job, verdict, Cancellation);
            for (var i = 0; i < job.Renditions.Count; i++)
            {
                if (verdict.Standing[i] is null && reused.Standing[i] is { } file)
                    done.Add($"copied {Path.GetRelativePath(OutputFolder, file.Path).Replace('\\', '/')}");
            }
            done.AddRange(Make(ledger, job, reused).Select(path => $"made {path}"));
        }
        ledger.Save();
        return [.. done];
    }

    /// <summary>Makes and records what a verdict says is missing.</summary>
    /// <returns>The paths made, below the output folder.</returns>
    public IReadOnlyList<string> Make(Ledger ledger, Job job, Verdict verdict, Func<int, bool>? succeeds = null)
    {
        var made = new List<MadeRendition>();
        var source = File.ReadAllBytes(job.Source.Path);
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (verdict.Standing[i] is not null || succeeds?.Invoke(i) == false)
                continue;
            var bytes = Encoding.UTF8.GetBytes(Picture(Encoding.UTF8.GetString(source), job.Renditions[i].Recipe));
            var rendition = new MadeRendition(i, new(128, 96, bytes.Length, Digest.OfBytes(bytes)));
            Directory.CreateDirectory(Path.GetDirectoryName(ledger.PathFor(job, rendition))!);
            File.WriteAllBytes(ledger.PathFor(job, rendition), bytes);
            made.Add(rendition);
        }
        if (made.Count > 0)
            ledger.Record(job, verdict, FactsOf(job.Source.Path, source), made);
        return [.. made.Select(one => Path.GetRelativePath(OutputFolder, ledger.PathFor(job, one)).Replace('\\', '/'))];
    }

    /// <summary>What stands in a rendition.</summary>
    public static string Picture(string source, Recipe recipe) => $"{recipe.Canonical} of {source}";

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

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static SourceFacts FactsOf(string path, byte[] source) => new(
        FormatNames.ByName(path) ?? ImageFormat.Jpeg, 1024, 768, 1, source.Length, Digest.OfBytes(source));
}
