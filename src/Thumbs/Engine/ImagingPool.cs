using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine;

/// <summary>The imaging workers of a run, in their sandbox. They are started when they are needed: a run with nothing to do does not pay for them.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="command">How to start a worker.</param>
/// <param name="workers">How many there may be.</param>
/// <param name="wire">What is ordered of them.</param>
public sealed class ImagingPool(Request request, WorkerCommand command, int workers, Wire<JobPart, ImageResult> wire) : IAsyncDisposable
{
    private WorkerPool<JobPart, ImageResult>? _pool;
    private WorkerSandbox? _sandbox;
    private Places? _places;

    public int Workers { get; } = workers;

    /// <summary>The sandbox of the started workers, in words; <see langword="null"/> where none was started.</summary>
    public string? Sandbox => _pool is null ? null
        : request.Sandbox == SandboxUse.Off ? "off"
        : SandboxText.Of(OperatingSystem.IsLinux() && _sandbox is not null ? _sandbox.Sandbox.InForce : Protections.None);

    /// <summary>The jobs that were not settled; empty until the pool is disposed.</summary>
    public IReadOnlyList<Interrupted<JobPart, ImageResult>> Interrupted => _pool?.Interrupted ?? [];

    private bool IsSandboxed => OperatingSystem.IsLinux() && request.Sandbox != SandboxUse.Off;

    /// <exception cref="ThumbsException">A required sandbox is not available here.</exception>
    public static void CheckSandbox(SandboxUse use, Func<Protections> probe)
    {
        if (use == SandboxUse.Require && probe() is var given && (given & Protections.Required) != Protections.Required)
            throw new ThumbsException(Diagnostic.NoSandbox.At(path: null, $"The sandbox that --sandbox require asks for is not to be had on this system: {SandboxText.Of(given)}"));
    }

    /// <summary>Starts workers before their number of jobs is known.</summary>
    /// <param name="count">How many.</param>
    /// <param name="places">Of the sources, as far as known; <see langword="null"/> where they are not known yet.</param>
    public void Warm(int count, Places? places)
    {
        _places = places;
        if (places is not null || !IsSandboxed)
            Opened().Start(count);
    }

    /// <summary>Sets the places of the sources. What a worker may read is fixed at its start, so workers that could not read all of them are ended.</summary>
    public async ValueTask AdmitAsync(Places places)
    {
        _places = places;
        if (_pool is null || !OperatingSystem.IsLinux() || _sandbox?.Covers(places) != false)
            return;
        await _pool.DisposeAsync();
        _sandbox.Dispose();
        (_pool, _sandbox) = (null, null);
    }

    /// <param name="part">To be done.</param>
    /// <param name="cost">See <see cref="WorkerPool{TJob,TResult}.Add"/>.</param>
    public void Add(JobPart part, long cost)
    {
        var pool = Opened();
        pool.Start(warm: 0);
        pool.Add(part, cost);
    }

    public void Close() => _pool?.Close();

    public bool TryRead(out Settled<JobPart, ImageResult>? settled)
    {
        settled = null;
        return _pool?.Results.TryRead(out settled) == true;
    }

    /// <summary>Waits until a job is settled.</summary>
    /// <returns>False where all are.</returns>
    /// <exception cref="ThumbsException">No worker can be brought to work.</exception>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _pool is not null && await _pool.Results.WaitToReadAsync(cancellationToken);
        }
        catch (PoolBrokenException exception)
        {
            if (exception.Limit is { } limit)
                throw new ThumbsException(Diagnostic.LimitReached.At(path: null, $"There are no more {limit} for a worker process: the last one {exception.Message}"), exception);
            var diagnostic = exception.SaidByWorker ? Diagnostic.NativeLibraryMissing : Diagnostic.WorkersDoNotStart;
            var text = exception.SaidByWorker ? exception.Message : $"No worker process can be started: the last one {exception.Message}{WhereSandboxed()}";
            throw new ThumbsException(diagnostic.At(path: null, text), exception);
        }
    }

    /// <summary>Ends all workers. What is settled can still be read.</summary>
    public ValueTask EndAsync() => _pool?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (OperatingSystem.IsLinux())
            _sandbox?.Dispose();
    }

    private WorkerPool<JobPart, ImageResult> Opened() => _pool ??= new(Options(), wire);

    private PoolOptions Options()
    {
        var limit = request.Limits.MaxMemory;
        var options = new PoolOptions
        {
            Command = command,
            Workers = Workers,
            JobTimeout = request.Limits.Timeout,
            MaxMemory = limit > long.MaxValue - MachineResources.WorkerOverhead ? long.MaxValue : limit + MachineResources.WorkerOverhead,
        };
        if (!OperatingSystem.IsLinux() || !IsSandboxed)
            return options;
        _sandbox = WorkerSandbox.Open(request, command, _places!);
        return _sandbox is null ? options : options with { Command = _sandbox.Command, Sandbox = _sandbox.Sandbox };
    }

    private string WhereSandboxed() => _sandbox is null ? "" : "; if it is the sandbox that it lacks something in, --sandbox off starts them without";
}
