namespace Thumbs.Images;

/// <summary>A rendition on the disk.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Facts">What is in it.</param>
/// <param name="Set">The index of the set of files that asks for it; 0 where there are none.</param>
public sealed record RenditionFile(string Path, ImageFormat Format, RenditionFacts Facts, int Set = 0);
