using Thumbs.Diagnostics;

namespace Thumbs.Files;

/// <summary>Writes files that other programs watch: atomically, and only where the content changes.</summary>
public static class StableFile
{
    /// <summary>Writes a file, unless it has this content already: then its time is left alone.</summary>
    /// <param name="path">Absolute; its folder is made.</param>
    /// <param name="content">All of it.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="ThumbsException">It cannot be written.</exception>
    public static async Task<bool> WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var temporary = TemporaryFile.BesideOf(path);
        try
        {
            if (SpecialFile.IsFileOf(path, content.Length) && (await File.ReadAllBytesAsync(path, cancellation)).AsSpan().SequenceEqual(content.Span))
                return false;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(temporary, content, cancellation);
            FileInUse.Replace(temporary, path, cancellation);
            return true;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(path, exception);
        }
        finally
        {
            TemporaryFile.Discard(temporary);
        }
    }
}
