using BenchmarkDotNet.Attributes;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Benchmarks.Micro;

/// <summary>From a request to a plan, over a folder with 100,000 files.</summary>
[MemoryDiagnoser]
[MaxIterationCount(20)]
public class PlanBenchmarks
{
    private const int Files = 100_000;

    private ScratchFolder _folder = null!;
    private Request _one = null!;
    private Request _six = null!;

    [GlobalSetup]
    public void Setup()
    {
        _folder = new();
        EmptySources.Make(_folder.At("photos"), Files);
        _one = new() { BaseFolder = _folder.Path, Inputs = ["photos"], OutputFolder = _folder.At("out") };
        _six = _one with
        {
            Renditions = new()
            {
                Boxes = [new(320, null), new(640, null), new(1280, null)],
                Formats = [ImageFormat.Jpeg, ImageFormat.WebP],
            },
        };
    }

    [GlobalCleanup]
    public void Cleanup() => _folder.Dispose();

    [Benchmark(Description = "plan of 100,000 sources, one rendition each")]
    public int OneRendition() => Planner.Make(_one, CancellationToken.None).Jobs.Count;

    [Benchmark(Description = "plan of 100,000 sources, six renditions each")]
    public int SixRenditions() => Planner.Make(_six, CancellationToken.None).Jobs.Count;
}
