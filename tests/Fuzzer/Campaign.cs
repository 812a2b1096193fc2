using System.Globalization;

namespace Thumbs.Fuzzer;

/// <summary>
/// Rounds of mutants. Decoders cannot be watched from inside, so what was said guides it instead: a mutant that brings out a message that no
/// other has brought out becomes a seed itself.
/// </summary>
/// <param name="seeds">The first files to be mutated.</param>
/// <param name="number">Of the campaign: the same gives the same mutants where the same is said of them.</param>
internal sealed class Campaign(IEnumerable<Seed> seeds, int number)
{
    private const int PerRound = 500;

    private readonly List<Seed> _seeds = [.. seeds];
    private readonly HashSet<string> _heard = new(StringComparer.Ordinal);
    private readonly Random _random = new(number);

    public int Heard => _heard.Count;

    /// <summary>Runs it.</summary>
    /// <param name="mutants">How many, the seeds themselves included.</param>
    /// <param name="keep">Receives the files of faults; made when there is one.</param>
    /// <param name="tell">Receives a line for each round and for each fault.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The number of faults.</returns>
    public async Task<int> RunAsync(int mutants, string keep, Action<string> tell, CancellationToken cancellation)
    {
        var faults = 0;
        var files = new List<Seed>(_seeds);
        for (var done = 0; done < mutants; done += files.Count, files = [])
        {
            var mutator = new Mutator(_random);
            while (files.Count < Math.Min(PerRound, mutants - done))
            {
                var seed = _seeds[_random.Next(_seeds.Count)];
                files.Add(seed with { Bytes = mutator.Mutate(seed.Bytes, _seeds[_random.Next(_seeds.Count)].Bytes) });
            }

            faults += await RoundAsync(files, done, keep, tell, cancellation);
            tell(string.Create(CultureInfo.InvariantCulture, $"{done + files.Count} mutants, {_seeds.Count} seeds, {_heard.Count} messages, {faults} faults"));
        }

        return faults;
    }

    private async Task<int> RoundAsync(List<Seed> files, int first, string keep, Action<string> tell, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("thumbs-fuzzer-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(folder, "in"));
            var byPath = new Dictionary<string, Seed>(StringComparer.Ordinal);
            foreach (var file in files)
            {
                var path = Path.Join(folder, "in", string.Create(CultureInfo.InvariantCulture, $"{first + byPath.Count:D6}{file.Extension}"));
                await File.WriteAllBytesAsync(path, file.Bytes, cancellation);
                byPath.Add(path, file);
            }

            var (faults, said) = await Round.RunAsync(folder, cancellation);
            foreach (var (file, what) in faults)
                tell($"{Kept(file, keep)}: {what}");
            foreach (var (path, text) in said.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (_heard.Add(text))
                    _seeds.Add(byPath[path]);
            }

            return faults.Count;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Kept(string file, string keep)
    {
        if (!File.Exists(file))
            return file;
        Directory.CreateDirectory(keep);
        var kept = Path.Join(keep, Path.GetFileName(file));
        File.Copy(file, kept, overwrite: true);
        return kept;
    }
}
