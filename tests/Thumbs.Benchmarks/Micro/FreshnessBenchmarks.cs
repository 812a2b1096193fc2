using BenchmarkDotNet.Attributes;

using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Benchmarks.Micro;

/// <summary>A run over 10,000 sources that are all up to date, and its state file.</summary>
[MemoryDiagnoser]
public class FreshnessBenchmarks
{
    private const int Sources = 10_000;
    private const int Length = 1;

    private readonly EngineVersions _versions = EngineVersions.Load();
    private ScratchFolder _folder = null!;
    private string _output = null!;
    private IReadOnlyList<Job> _jobs = [];
    private Ledger _ledger = null!;
    private State _state = null!;

    [GlobalSetup]
    public void Setup()
    {
        _folder = new();
        _output = _folder.At("out");
        EmptySources.Make(_folder.At("photos"), Sources);
        _jobs = Planner.Make(new() { BaseFolder = _folder.Path, Inputs = ["photos"], OutputFolder = _output }, CancellationToken.None).Jobs;
        EmptySources.Make(_output, Sources);
        using (var ledger = Open())
        {
            foreach (var (job, i) in _jobs.Select((job, i) => (job, i)))
                Record(ledger, job, Digest.Parse($"{i:x64}"));
            ledger.Save();
        }

        _ledger = Open();
        _state = State.Load(new(_output), new(), new List<Problem>(), CancellationToken.None);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Benchmark(Description = "state file of 10,000 sources read")]
    public bool Read() => State.Load(new(_output), new(), new List<Problem>(), CancellationToken.None).IsEmpty;

    [Benchmark(Description = "state file of 10,000 sources written")]
    public void Write() => _state.Save();

    [Benchmark(Description = "10,000 fresh jobs judged")]
    public int FreshnessCheck()
    {
        var fresh = 0;
        foreach (var job in _jobs)
            fresh += _ledger.Judge(job, CancellationToken.None).IsFresh ? 1 : 0;
        return fresh == Sources ? fresh : throw new InvalidOperationException($"Only {fresh} of {Sources} jobs are fresh.");
    }

    private Ledger Open() => Ledger.Open(_output, _versions, DateTime.UtcNow, CancellationToken.None);

    private static void Record(Ledger ledger, Job job, Digest sha256) => ledger.Record(
        job,
        Verdict.NothingIsFresh(job),
        new(ImageFormat.Jpeg, 4000, 3000, Pages: 1, job.Source.Length, sha256),
        [new(Index: 0, new(128, 96, Length, sha256))]);
}
