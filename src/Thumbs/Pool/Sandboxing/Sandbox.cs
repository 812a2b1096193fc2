using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Thumbs.Files;

namespace Thumbs.Pool.Sandboxing;

/// <summary>Starts processes that reach no more than some rules allow, as far as the system can do that: on Linux, with <see cref="Landlock"/> and seccomp.</summary>
/// <remarks>
/// A thread restricts itself, starts the process, which inherits all of that, and ends. A process that restricted itself would be late:
/// .NET has threads by then, which would stay free. And each process has a thread of its own, since of a thread that is restricted in the
/// same way as itself it could read the memory, which is that of this process.
/// </remarks>
public sealed class Sandbox : IDisposable
{
    /// <summary>PR_SET_NO_NEW_PRIVS: without it, only root may restrict itself, and a program could gain what it was started without.</summary>
    private const int SetNoNewPrivileges = 38;

    /// <summary>The stack of the thread that starts a process, in bytes.</summary>
    private const int StackSize = 256 << 10;

    private readonly SafeFileHandle? _ruleset;
    private readonly string[] _probes = [];
    private readonly bool _isRequired;
    private volatile bool _loseRules;
    private Protections _inForce;

    /// <param name="rules">For all processes that it starts.</param>
    /// <param name="isRequired">Whether a process that cannot be restricted is not started at all.</param>
    public Sandbox(SandboxRules rules, bool isRequired)
    {
        _isRequired = isRequired;
        if (!OperatingSystem.IsLinux())
            return;
        _ruleset = Landlock.RulesetOf(rules);
        _probes = [.. rules.Probes.Where(CanOpen)];

        // .NET creates its signal thread when it is first needed: it must not inherit the restrictions of a starting thread.
        PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }).Dispose();
    }

    /// <summary>What the processes that were started are kept from.</summary>
    public Protections InForce => _inForce;

    /// <summary>Tries what this system can keep a process from.</summary>
    public static Protections Probe()
    {
        using var sandbox = new Sandbox(SandboxRules.Nothing, isRequired: false);
        if (OperatingSystem.IsLinux())
            sandbox.OnRestrictedThread(() => { });
        return sandbox.InForce;
    }

    /// <exception cref="Win32Exception">The process cannot be started, or not as it has to be.</exception>
    public Process Start(ProcessStartInfo start)
    {
        if (!OperatingSystem.IsLinux())
            return Process.Start(start)!;
        Process? process = null;
        if (_loseRules)
            start.Environment.Remove(SandboxedProcess.RootsVariable);
        try
        {
            OnRestrictedThread(() => process = Process.Start(start));
        }
        catch (Win32Exception fault) when (fault.NativeErrorCode == LinuxCalls.AccessDenied && !_isRequired && !_loseRules && _ruleset is not null)
        {
            // Some file systems lose the rules: 9p does, which WSL uses.
            _loseRules = true;
            start.Environment.Remove(SandboxedProcess.RootsVariable);
            OnRestrictedThread(() => process = Process.Start(start));
        }

        return process!;
    }

    public void Dispose() => _ruleset?.Dispose();

    [SupportedOSPlatform("linux")]
    private void OnRestrictedThread(Action action)
    {
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(Run, StackSize) { IsBackground = true, Name = "sandbox" };
        thread.Start();
        thread.Join();
        fault?.Throw();

        void Run()
        {
            try
            {
                var inForce = Restrict();
                if (_isRequired && (inForce & Protections.Required) != Protections.Required)
                    throw new Win32Exception(LinuxCalls.AccessDenied, $"the sandbox that is required cannot be had: {SandboxText.Of(inForce)}");
                _inForce = inForce;
                action();
            }
#pragma warning disable CA1031 // It is thrown again where this thread is waited for.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                fault = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }

    /// <summary>From now on this thread can no longer do what a worker cannot.</summary>
    [SupportedOSPlatform("linux")]
    private Protections Restrict()
    {
        if (LinuxCalls.Control(SetNoNewPrivileges, 1) != 0)
            return Protections.None;
        Capabilities.KeepThoseOfFiles();
        var inForce = Protections.None;
        if (_ruleset is not null && !_loseRules && Landlock.Restrict(_ruleset))
        {
            if (Array.Find(_probes, probe => !CanOpen(probe)) is { } lost)
                throw new Win32Exception(LinuxCalls.AccessDenied, $"{lost} lies on a file system that loses the rules of a sandbox");
            inForce = Landlock.Protections;
        }

        return SystemCallFilter.RefuseUnwanted() ? inForce | Protections.Network : inForce;
    }

    [SupportedOSPlatform("linux")]
    private static bool CanOpen(string path)
    {
        var file = LinuxCalls.Open(path, LinuxCalls.ToRead);
        if (file >= 0)
            _ = LinuxCalls.Close(file);
        return file >= 0;
    }
}
