using Thumbs.Benchmarks.Quality;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>The similarity of everyone's thumbnails to a reference, and their size.</summary>
internal static class QualityPart
{
    public const string Name = "quality";

    /// <summary>The most by which our median may be below sharp's, in dB.</summary>
    private const double Goal = 0.8;

    public static async Task<string> RunAsync(Bench bench)
    {
        var table = new MarkdownTable("corpus", "by", "PSNR, dB", "against sharp, dB", "goal", "", "SSIM", "worst SSIM", "bytes", "bytes against sharp");
        foreach (var (corpus, folder) in bench.Corpora)
        {
            Bench.Say($"{corpus.Title}: quality");
            var outputs = new List<(string Name, string Folder)>();
            foreach (var contender in (IReadOnlyList<Contender>)[Contenders.Thumbs(bench.Installation), .. bench.Thumbnailers])
            {
                var output = bench.Output($"quality {outputs.Count}");
                await contender.TimeAsync(folder, output, corpus.Count);
                outputs.Add((contender.Name, output));
            }

            var scores = ScoresOf(folder, [.. outputs.Select(output => output.Folder)]);
            var sharp = outputs.FindIndex(output => output.Name == Contenders.Sharp);
            foreach (var (i, (name, _)) in outputs.Index())
            {
                var difference = sharp < 0 ? (double?)null : scores[i].Psnr - scores[sharp].Psnr;
                table.Add(
                    corpus.Title, name, scores[i].Psnr.ToString("F1"), difference?.ToString("+0.0;-0.0;0.0") ?? "–",
                    i == 0 ? $"≥ −{Goal:F1}" : "", i == 0 && difference is { } ours ? MarkdownTable.Verdict(ours >= -Goal) : "",
                    scores[i].Ssim.ToString("F4"), scores[i].WorstSsim.ToString("F4"), scores[i].Bytes.ToString("N0"),
                    sharp < 0 ? "–" : ((double)scores[i].Bytes / scores[sharp].Bytes).ToString("F2"));
            }
        }

        return "### Quality\n\nMedians over the thumbnails of each corpus, against all pixels of the source reduced by Lanczos-3 in floating point; bytes of all thumbnails together. "
            + $"JPEG quality 75 for everyone.\n\n{table}";
    }

    private static Score[] ScoresOf(string sources, IReadOnlyList<string> outputs)
    {
        var files = Directory.GetFiles(sources);
        var scores = outputs.Select(_ => new (double Psnr, double Ssim, long Bytes)[files.Length]).ToArray();
        Parallel.For(0, files.Length, file =>
        {
            var source = Raster.Decode(files[file]);
            Raster? reference = null;
            for (var i = 0; i < outputs.Count; i++)
            {
                var path = Path.Combine(outputs[i], Path.GetFileName(files[file]));
                var thumbnail = Raster.Decode(path);
                // Not every program rounds the shorter side alike.
                if (reference is null || (reference.Width, reference.Height) != (thumbnail.Width, thumbnail.Height))
                    reference = Lanczos.Reduce(source, thumbnail.Width, thumbnail.Height);
                scores[i][file] = (Likeness.Psnr(thumbnail, reference), Likeness.Ssim(thumbnail, reference), new FileInfo(path).Length);
            }
        });
        return [.. scores.Select(own => new Score(
            Pairs.Median(own.Select(score => score.Psnr)), Pairs.Median(own.Select(score => score.Ssim)),
            own.Min(score => score.Ssim), own.Sum(score => score.Bytes)))];
    }

    /// <param name="Psnr">The median, in dB.</param>
    /// <param name="Ssim">The median.</param>
    /// <param name="WorstSsim">Of any thumbnail.</param>
    /// <param name="Bytes">Of all thumbnails.</param>
    private sealed record Score(double Psnr, double Ssim, double WorstSsim, long Bytes);
}
