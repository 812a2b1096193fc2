using System.ComponentModel;
using System.Text.Json;

using Thumbs.Diagnostics;

namespace Thumbs.Pool;

/// <summary>Starts workers and reads their hello.</summary>
public sealed class WorkerStart<TJob, TResult>(PoolOptions options, Wire<TJob, TResult> wire, StartFailures failures, WorkingClock clock)
    where TJob : class
    where TResult : class
{
    /// <exception cref="PoolBrokenException">The program cannot be started.</exception>
    public WorkerProcess Start()
    {
        try
        {
            var started = WorkerProcess.Start(options.Command, options.Sandbox, clock);
            started.ExpectAnswerWithin(options.StartTimeout);
            return started;
        }
        catch (Exception e) when (e is Win32Exception || MachineLimit.NameOf(e) is not null)
        {
            throw new PoolBrokenException($"{options.Command.FileName} cannot be started: {e.Message}", saidByWorker: false, MachineLimit.NameOf(e));
        }
    }

    /// <summary>Waits for the hello.</summary>
    /// <returns>Whether the worker is ready; else it has ended, or is killed.</returns>
    /// <exception cref="PoolBrokenException">It says that it cannot work.</exception>
    public bool Greet(WorkerProcess started)
    {
        Answer<TResult>? hello;
        try
        {
            hello = started.Read(wire.ReadAnswer);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            started.Kill(KillReason.Garbled);
            return false;
        }

        if (hello is null)
            return false;
        if (hello.Fatal is not null)
            throw new PoolBrokenException(hello.Fatal, saidByWorker: true);
        if (hello.Protocol != WorkerProtocol.Version)
        {
            started.Kill(KillReason.Garbled);
            return false;
        }

        started.ExpectNothing();
        started.IsReady = true;
        failures.Started();
        return true;
    }

    /// <summary>Records that a worker ended before it was ready.</summary>
    /// <exception cref="PoolBrokenException">So did too many.</exception>
    public void Failed(WorkerEnd end) => failures.Failed(end);
}
