namespace Thumbs.Images;

/// <summary>A job as a worker is given it.</summary>
/// <param name="Source">The file to read; absolute.</param>
/// <param name="Renditions">All the renditions wanted of the source, the up-to-date ones too.</param>
/// <param name="MaxPixels">An image whose header declares more px, all frames together, is refused.</param>
/// <param name="MaxMemory">In bytes; an image whose header says that it will need more is refused.</param>
/// <param name="AllowTruncated">Whether what can be read of a truncated file is made, with a warning.</param>
/// <param name="Placeholder">Whether a placeholder is made of the source.</param>
/// <param name="SizesOnly">Whether only the sizes that the renditions would have are told, from the header of the source: nothing is made.</param>
public sealed record ImageJob(
    string Source,
    IReadOnlyList<RenditionOrder> Renditions,
    long MaxPixels,
    long MaxMemory,
    bool AllowTruncated,
    bool Placeholder = false,
    bool SizesOnly = false);

/// <summary>One rendition to make.</summary>
/// <param name="Recipe">What it looks like.</param>
/// <param name="File">
/// The file to write, absolute. The coordinator renames it to its final name once the answer is there, so that nothing
/// unfinished ever stands at a final path; <see langword="null"/> where the rendition is up to date and nothing is to be made.
/// </param>
public sealed record RenditionOrder(Recipe Recipe, string? File);

/// <summary>A worker's answer.</summary>
/// <param name="Source">What the source is; <see langword="null"/> where it could not even be read.</param>
/// <param name="Made">The renditions that were written, also where a later one failed.</param>
/// <param name="Problems">Warnings, and the error that ended the job if there was one.</param>
public sealed record ImageResult(
    SourceFacts? Source,
    IReadOnlyList<MadeRendition> Made,
    IReadOnlyList<ImageProblem> Problems)
{
    /// <summary>Where the job goes on: the renditions that are encoded next, into <see cref="ImageJob.Renditions"/>.</summary>
    public IReadOnlyList<int> At { get; init; } = [];

    /// <summary>Of the renditions, where only these were asked for.</summary>
    public IReadOnlyList<RenditionSize> Sizes { get; init; } = [];
}

/// <summary>The size that a rendition would have.</summary>
/// <param name="Index">Into <see cref="ImageJob.Renditions"/>.</param>
/// <param name="Width">In px, of one frame.</param>
/// <param name="Height">In px, of one frame.</param>
public sealed record RenditionSize(int Index, int Width, int Height);

/// <summary>A rendition that was written.</summary>
/// <param name="Index">Into <see cref="ImageJob.Renditions"/>.</param>
/// <param name="Facts">What is in it.</param>
public sealed record MadeRendition(int Index, RenditionFacts Facts);

/// <summary>A <see cref="Diagnostics.Problem"/> of a worker, which does not know how the user names the file.</summary>
public sealed record ImageProblem(string Code, string Text);
