using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

using Thumbs.Images;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.FakeWorker;

/// <summary>A worker that somebody has taken over: for each source it tries what it was told to, and answers with what came of each, as a problem of the image.</summary>
internal static partial class Attacks
{
    /// <param name="attacks">Each a kind, a colon and a target: <c>read:/etc/passwd</c>.</param>
    public static void Run(string[] attacks)
    {
        // An imaging worker begins with the same.
        SandboxedProcess.Settle();
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        FakeImaging.Write(output, new(WorkerProtocol.Version, Fatal: null, Id: null, Result: null));
        while (input.ReadLine() is { } line)
        {
            var order = JsonSerializer.Deserialize(line, WorkerJson.Default.OrderImageJob)!;
            if (order.Job is not null)
                FakeImaging.Write(output, new(Protocol: null, Fatal: null, order.Id, new(null, [], [.. attacks.Select(attack => new ImageProblem("THUMB0102", $"{Try(attack)} {attack}"))])));
        }
    }

    /// <returns><c>done</c>, <c>refused</c>, or what else happened.</returns>
    private static string Try(string attack)
    {
        var (kind, target) = (attack[..attack.IndexOf(':', StringComparison.Ordinal)], attack[(attack.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        try
        {
            Do(kind, target);
            return "done";
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException
            or SocketException { SocketErrorCode: SocketError.AccessDenied }
            or Win32Exception { NativeErrorCode: 1 or 13 })
        {
            return "refused";
        }
#pragma warning disable CA1031 // Whatever it is, the test shows it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{exception.GetType().Name}, {exception.Message}";
        }
    }

    private static void Do(string kind, string target)
    {
        switch (kind)
        {
            case "read":
                File.ReadAllBytes(target);
                break;
            case "list":
                Directory.GetFileSystemEntries(target);
                break;
            case "write":
                File.WriteAllText(target, "by a worker");
                break;
            case "append":
                File.AppendAllText(target, "by a worker");
                break;
            case "delete":
                File.Delete(target);
                break;
            case "link":
                File.CreateSymbolicLink(target, "/etc/passwd");
                break;
            case "mode" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.OtherRead);
                break;
            case "time":
                File.SetLastWriteTimeUtc(target, DateTime.UnixEpoch);
                break;
            case "tcp":
                using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
                    socket.Connect(IPAddress.Loopback, int.Parse(target));
                break;
            case "udp":
                using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
                    socket.SendTo([1], new IPEndPoint(IPAddress.Loopback, int.Parse(target)));
                break;
            case "unix":
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                    socket.Connect(new UnixDomainSocketEndPoint(target));
                break;
            case "start":
                using (var started = Process.Start(target))
                    started.WaitForExit();
                break;
            case "signal":
                // None, only whether one may be sent.
                if (Signal(int.Parse(target), signal: 0) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                break;
            case "variable":
                if (Environment.GetEnvironmentVariable(target) is null)
                    throw new UnauthorizedAccessException();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Signal(int process, int signal);
}
