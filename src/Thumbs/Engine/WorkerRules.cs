using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Thumbs.Images;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine;

/// <summary>What a worker may reach in its sandbox, on Linux.</summary>
[SupportedOSPlatform("linux")]
public static class WorkerRules
{
    /// <summary>
    /// Where the system has libraries, fonts and what these ask about the machine.
    /// </summary>
    private static readonly string[] OfSystem =
    [
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/local/lib", "/usr/local/lib64", "/nix/store", "/gnu/store",
        "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/ld-musl-x86_64.path", "/etc/ld-musl-aarch64.path",
        "/usr/share", "/usr/local/share", "/etc/fonts", "/usr/local/etc/fonts", "/var/cache/fontconfig", "/usr/X11R6/lib/X11/fonts",
        "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies", "/etc/localtime",
        "/dev/urandom", "/dev/random", "/dev/zero",
        "/sys/fs/cgroup", "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/kernel/mm/transparent_hugepage",
    ];

    /// <summary>
    /// The worker's own folder below it is not known before the start: <see cref="SandboxedProcess"/> does the rest. Until
    /// then it can read what the kernel shows of other processes to everybody, and can list no folder.
    /// </summary>
    private const string Processes = "/proc";

    private const string Nowhere = "/dev/null";

    /// <param name="command">That workers are started with.</param>
    /// <param name="sources">Where the sources lie.</param>
    /// <param name="writable">Folders that they write to, the output folder first.</param>
    public static SandboxRules For(WorkerCommand command, IReadOnlyCollection<string> sources, IReadOnlyList<string> writable)
    {
        List<string> readable = [.. OfSystem, .. FontFolders.OfUser(), .. OfProgram(command), .. sources];
        var probes = writable.Take(1).Concat(sources.Where(Path.EndsInDirectorySeparator).Take(1));
        return new(readable, [.. writable, Nowhere], [command.FileName, .. Loader(command.FileName)], [.. probes]) { FilesBelow = [Processes] };
    }

    /// <summary>What .NET loads: the program, what lies beside it, and the runtime, of which this process is an example.</summary>
    private static IEnumerable<string> OfProgram(WorkerCommand command) =>
    [
        // <root>/shared/Microsoft.NETCore.App/<version>/
        Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        Path.GetDirectoryName(command.FileName) ?? "",
        AppContext.BaseDirectory,
        .. command.Reads,
        .. command.Arguments.Where(argument => argument.EndsWith(".dll", StringComparison.Ordinal)).Select(assembly => Path.GetDirectoryName(assembly) ?? ""),
        .. Folders((string?)AppContext.GetData("PROBING_DIRECTORIES")),
        .. Folders((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")),
        .. Folders(Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")),
        .. Folders(Environment.GetEnvironmentVariable("LD_PRELOAD")),
        Environment.GetEnvironmentVariable("OPENSSL_CONF") ?? "",
    ];

    private static string[] Folders(string? list) => list?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The program that the kernel starts a program with, as the program itself says: PT_INTERP of elf(5). Others cannot be started then.</summary>
    private static IEnumerable<string> Loader(string program)
    {
        const int tableAt = 32, entrySizeAt = 54, entriesAt = 56, interpreter = 3;
        try
        {
            using var file = File.OpenHandle(program);
            Span<byte> head = stackalloc byte[4096];
            head = head[..RandomAccess.Read(file, head, fileOffset: 0)];
            var table = (int)BinaryPrimitives.ReadInt64LittleEndian(head[tableAt..]);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(head[entrySizeAt..]);
            for (var i = BinaryPrimitives.ReadUInt16LittleEndian(head[entriesAt..]) - 1; i >= 0; i--)
            {
                var entry = head[(table + (i * size))..];
                if (BinaryPrimitives.ReadInt32LittleEndian(entry) != interpreter)
                    continue;
                var path = head[(int)BinaryPrimitives.ReadInt64LittleEndian(entry[8..])..];
                return [System.Text.Encoding.UTF8.GetString(path[..path.IndexOf((byte)0)])];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // An unusual program: what it needs is not known, and it will not start in a sandbox.
        }

        return [];
    }
}
