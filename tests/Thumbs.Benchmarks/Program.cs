// dotnet run -c Release --project tests/Thumbs.Benchmarks -- [VERB]; docs/performance.md tells what each is for.
using BenchmarkDotNet.Running;

using Thumbs.Benchmarks;
using Thumbs.Benchmarks.Codecs;
using Thumbs.Benchmarks.Comparison;
using Thumbs.Images;

string[] everything = ["--filter", "*"];
const string Usage = """
    [JOBS]               the coordinator's own cost, by default over 100,000 sources
    micro [OPTIONS]      micro-benchmarks, with the options of BenchmarkDotNet, such as --filter '*Wire*'
    compare [OPTIONS]    whole processes, beside every peer that is installed:
      --output FILE        where the tables go: between its marks <!-- results --> and <!-- /results --> if it has them
      --photos FOLDER      photographs to cut the corpora from; ../shared/images/photos if there is one, else made-up scenes
      --work FOLDER        for the corpora and the installed tools; artifacts/benchmark
      --only PART,PART     speed, responsive, workers, division, start, memory, pool, quality
      --rounds N           pairs of runs a figure; 11
      --quick              few rounds over a tenth of the corpora, to try this program itself
    codecs FORMAT [OPTIONS]  what jpeg, webp or avif costs and gives by effort, beside sharp, cwebp and avifenc; with
                         --photos, --work, and --only of the widths 320, 1280 and 2560
    """;

switch (args)
{
    case []:
        await EngineCost.PrintAsync(100_000);
        return 0;
    case [var jobs] when int.TryParse(jobs, out var count):
        await EngineCost.PrintAsync(count);
        return 0;
    case ["engine", var folder]: // What the one above starts.
        await EngineCost.RunAsync(folder);
        return 0;
    case ["micro", .. var options]:
        // In this process: a generated project would violate the rules that this one is built by.
        BenchmarkSwitcher.FromAssembly(typeof(EngineCost).Assembly).Run([.. options.Contains("--filter") ? options : [.. everything, .. options], "--inProcess"]);
        return 0;
    case ["compare", .. var options] when CompareOptions.Parse(options) is { } parsed:
        await PeerComparison.RunAsync(parsed);
        return 0;
    case ["codecs", var name, .. var options] when Enum.TryParse<ImageFormat>(name, ignoreCase: true, out var format) && CompareOptions.Parse(options) is { } parsed:
        await CodecComparison.RunAsync(format, parsed);
        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}
