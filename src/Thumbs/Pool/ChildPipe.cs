using System.IO.Pipes;

using Microsoft.Win32.SafeHandles;

namespace Thumbs.Pool;

/// <summary>This process's end of a pipe of a child process.</summary>
public static class ChildPipe
{
    /// <summary>
    /// The pipe as a plain file: outside Windows, .NET reads pipes as sockets, whose library and thread would be started for it. It
    /// is closed with this stream, and where a thread reads it then, once that has returned.
    /// </summary>
    /// <param name="pipe">A stream of <see cref="System.Diagnostics.Process"/>, of no use any more; on Windows the one that is returned.</param>
    /// <param name="access">To read or to write.</param>
    public static Stream Open(Stream pipe, FileAccess access)
    {
        if (OperatingSystem.IsWindows() || pipe is not PipeStream { SafePipeHandle: var handle })
            return pipe;
#pragma warning disable CA2000 // The stream closes it.
        var file = new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: true);
#pragma warning restore CA2000
        handle.SetHandleAsInvalid();
        return new FileStream(file, access, bufferSize: 0);
    }
}
