using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

using Thumbs.FakeWorker;

namespace Thumbs.Pool.Tests;

/// <summary>A pool of fake workers, and a folder for the files that a test's jobs make and wait for.</summary>
internal sealed class FakePool : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly WorkerPool<FakeJob, FakeResult> pool;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("thumbs-pool-");

    public FakePool(int workers = 2, string[]? start = null, TimeSpan? jobTimeout = null, TimeSpan? startTimeout = null, TimeSpan? killTimeout = null, long maxMemory = long.MaxValue)
    {
        var options = new PoolOptions
        {
            Command = Command(start ?? ["hello"]),
            Workers = workers,
            JobTimeout = jobTimeout ?? Timeout,
            StartTimeout = startTimeout ?? Timeout,
            KillTimeout = killTimeout ?? Timeout,
            MaxMemory = maxMemory,
        };
        pool = new(options, Wire);
    }

    public static Wire<FakeJob, FakeResult> Wire { get; } = new(
        (writer, id, job) => JsonSerializer.Serialize(writer, new Order<FakeJob>(id, job), FakeJson.Default.OrderFakeJob),
        (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, FakeJson.Default.AnswerFakeResult)!,
        (_, answer) => answer.Result?.Text != FakeResult.Unfit);

    public WorkerPool<FakeJob, FakeResult> Pool => pool;

    /// <summary>What was settled so far, for tests that look while the pool is at work.</summary>
    public ConcurrentQueue<Settled<FakeJob, FakeResult>> Settled { get; } = new();

    public static WorkerCommand Command(params string[] start)
    {
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new(dotnet, [typeof(FakeJob).Assembly.Location, .. start], new Dictionary<string, string>());
    }

    public string FileNamed(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Lets jobs go on that wait for this file.</summary>
    public Task MakeFileAsync(string name) =>
        File.WriteAllTextAsync(FileNamed(name), "", TestContext.Current.CancellationToken);

    /// <summary>Does all these jobs, larger ones first as their order says.</summary>
    public async Task<IReadOnlyList<Settled<FakeJob, FakeResult>>> RunAsync(params FakeJob[] jobs)
    {
        Start(jobs);
        await DrainAsync();
        return [.. Settled];
    }

    public void Start(params FakeJob[] jobs)
    {
        pool.Start(warm: 0);
        for (var i = 0; i < jobs.Length; i++)
            pool.Add(jobs[i], jobs.Length - i);
        pool.Close();
    }

    public async Task DrainAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        await foreach (var settled in pool.Results.ReadAllAsync(limit.Token))
            Settled.Enqueue(settled);
    }

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
