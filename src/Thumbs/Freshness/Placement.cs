using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// Gives finished files their final names. A file that stands there is replaced only where the books say that it was made here and its
/// content is still that, or where it has the very bytes of the new one: anything else is somebody's own. Thread-safe.
/// </summary>
/// <param name="state">The records of the output folder.</param>
/// <param name="overwrite">Whether files that are not ours are replaced too.</param>
public sealed class Placement(State state, bool overwrite)
{
    /// <summary>Made when a file first stands in the way; those that are placed in this run are never in the way of another.</summary>
    private readonly Lazy<ILookup<string, RenditionRecord>> _made = new(() => state.Records
        .SelectMany(record => record.Renditions)
        .ToLookup(rendition => state.PathOf(rendition.Path), state.Comparer));

    private readonly OutputGuard _guard = new(state.OutputFolder);

    /// <summary>The name of a new temporary file in the folder of a file, absolute and without links; nothing is created.</summary>
    /// <param name="output">Below the output folder, with <c>/</c>.</param>
    /// <exception cref="IOException">A link leads out of the output folder there.</exception>
    public string NewTemporary(string output) => TemporaryFile.BesideOf(RealOf(output), state.Book.Shard?.FileName);

    /// <summary>Renames a finished file to its final path.</summary>
    /// <param name="temporary">Absolute, without links; on the same disk.</param>
    /// <param name="output">Below the output folder, with <c>/</c>; its folder is made.</param>
    /// <param name="facts">Of the finished file.</param>
    /// <param name="cancellation">Ends the waiting for a file that is open elsewhere.</param>
    /// <exception cref="ForeignFileException">A file that is not ours stands there.</exception>
    public void Put(string temporary, string output, RenditionFacts facts, CancellationToken cancellation)
    {
        var path = RealOf(output);
        if (StraightPath.TryGiveName(temporary, path, cancellation))
            return;
        if (!MayReplace(output, facts, cancellation) && !IsStartOf(path, temporary))
            throw new ForeignFileException();
        StraightPath.Replace(temporary, path, cancellation);
    }

    /// <summary>Whether nothing of the user's is lost with what stands at a path.</summary>
    /// <param name="output">Below the output folder, with <c>/</c>.</param>
    /// <param name="facts">Of the file that is to stand there; <see langword="null"/> where they are not known yet.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public bool MayReplace(string output, RenditionFacts? facts, CancellationToken cancellation)
    {
        var path = state.PathOf(output);
        var file = new FileInfo(path);
        if (overwrite || !file.Exists || LinkedFile.IsLink(file))
            return true;
        return _made.Value[path].Any(made => IsUnchanged(file, made, cancellation))
            || (facts is not null && Has(file, facts, cancellation));
    }

    /// <summary>Whether a file is still what was made there, or what a loss of power may leave of it.</summary>
    /// <param name="file">As it is now.</param>
    /// <param name="made">As it was made.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static bool IsUnchanged(FileInfo file, RenditionRecord made, CancellationToken cancellation) =>
        (file.Length == made.Facts.Bytes && file.LastWriteTimeUtc.Ticks == made.Modified)
        || Has(file, made.Facts, cancellation)
        || IsBlank(file, made.Facts.Bytes);

    private string RealOf(string output) =>
        _guard.StaysWithin(output) ? _guard.RealOf(output) : throw new IOException("A link there leads out of the output folder.");

    /// <summary>Whether a file is the first part of another, as a full disk or a copy that was cut short leaves it: nothing is lost with it.</summary>
    private static bool IsStartOf(string path, string whole) =>
        new FileInfo(path).Length < new FileInfo(whole).Length && !SpecialFile.Is(path)
        && File.ReadAllBytes(whole).AsSpan().StartsWith(File.ReadAllBytes(path));

    /// <summary>Whether a file has no content: its length at most, and zeros.</summary>
    private static bool IsBlank(FileInfo file, long bytes)
    {
        try
        {
            return (file.Length == 0 || file.Length == bytes) && !SpecialFile.Is(file.FullName)
                && !File.ReadAllBytes(file.FullName).AsSpan().ContainsAnyExcept((byte)0);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return false;
        }
    }

    /// <summary>Whether a file has the content that was made.</summary>
    public static bool Has(FileInfo file, RenditionFacts facts, CancellationToken cancellation)
    {
        try
        {
            return file.Length == facts.Bytes && !SpecialFile.Is(file.FullName) && Digest.OfFile(file.FullName, cancellation) == facts.Sha256;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return false; // What cannot be read cannot be known to be ours.
        }
    }
}
