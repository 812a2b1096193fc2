using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Imaging.Writing;

/// <summary>Writes a rendition, whole or not at all.</summary>
public static class OutputFile
{
    /// <param name="path">Absolute, without links; its folder is made.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="ThumbsException">The disk is full (THUMB0303) or the file may not be written (THUMB0304).</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            // A worker that was killed may have left one of this name.
            if (File.Exists(path))
                StraightPath.Delete(path, CancellationToken.None);
            WriteNew(path, bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ThumbsException(WriteFailure.DiagnosticOf(fault).At(path: null, fault.Message.ReplaceLineEndings(" ")), fault);
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using var handle = StraightPath.CreateNew(path);
        try
        {
            RandomAccess.Write(handle, bytes, fileOffset: 0);
        }
        catch
        {
            handle.Dispose();
            StraightPath.Delete(path, CancellationToken.None);
            throw;
        }
    }
}
