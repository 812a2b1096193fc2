using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Imaging.Writing;

/// <summary>Writes a rendition, whole or not at all.</summary>
public static class OutputFile
{
    /// <exception cref="ThumbsException">The disk is full (THUMB0303) or the file may not be written (THUMB0304).</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            try
            {
                WriteNew(path, bytes);
            }
            catch (DirectoryNotFoundException)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                WriteNew(path, bytes);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ThumbsException(WriteFailure.DiagnosticOf(fault).At(path: null, fault.Message.ReplaceLineEndings(" ")), fault);
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            RandomAccess.Write(handle, bytes, fileOffset: 0);
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }
}
