using System.Diagnostics;
using System.Globalization;

using Thumbs.Parameters.Values;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>The peak memory of the coordinator and of a worker, from Linux.</summary>
internal static class MemoryPart
{
    public const string Name = "memory";

    private const int MostOfWorker = 150, MostOfCoordinator = 100;

    /// <summary>The kernel keeps the peak of a process: reading it this often makes the last moments before its end unimportant.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static async Task<string> RunAsync(Bench bench)
    {
        var (corpus, folder) = bench.Corpora[^1];
        Bench.Say($"{corpus.Title}: memory");
        var output = bench.Output("thumbs");
        var command = Contenders.Thumbs(bench.Installation).On(folder, output);
        using var process = command.Start();
        var finished = command.FinishAsync(process);
        var (coordinator, worker) = (0L, 0L);
        using var timer = new PeriodicTimer(Interval);
        while (!finished.IsCompleted)
        {
            coordinator = Math.Max(coordinator, Status.Of(process.Id)?.Peak ?? 0);
            worker = Math.Max(worker, ChildrenOf(process).Select(child => child.Peak).DefaultIfEmpty().Max());
            await timer.WaitForNextTickAsync();
        }

        await finished;
        var table = new MarkdownTable("process", "peak, MB", "goal", "");
        Add("one worker, the largest", worker, MostOfWorker);
        Add("coordinator", coordinator, MostOfCoordinator);
        return $"### Memory\n\nResident, shared pages included (`VmHWM`), thumbnails of {corpus.Title}.\n\n{table}";

        void Add(string process, long peak, int most)
        {
            var megabytes = peak / 1_000_000.0;
            table.Add(process, megabytes.ToString("F0"), $"< {most}", MarkdownTable.Verdict(megabytes < most));
        }
    }

    private static IEnumerable<Status> ChildrenOf(Process parent) => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Status.Of(id) : null)
        .OfType<Status>()
        .Where(status => status.Parent == parent.Id);

    /// <param name="Parent">The id of the parent process.</param>
    /// <param name="Peak">The most that was ever resident, in bytes.</param>
    private sealed record Status(int Parent, long Peak)
    {
        /// <returns><see langword="null"/> where there is no such process any more.</returns>
        public static Status? Of(int process)
        {
            try
            {
                // proc_pid_status(5); its kB are 1,024 bytes. A process that has ended and was not waited for has no memory.
                var lines = File.ReadAllLines($"/proc/{process}/status");
                return new((int)Number("PPid:"), Number("VmHWM:") << 10);

                long Number(string key) => lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
                    ? long.Parse(line.AsSpan(key.Length).Trim().TrimEnd(" kB"), NumberStyles.None, CultureInfo.InvariantCulture)
                    : 0;
            }
            catch (IOException)
            {
                // It has ended in the meantime.
                return null;
            }
        }
    }
}
