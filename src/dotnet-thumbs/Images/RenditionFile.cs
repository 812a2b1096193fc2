namespace Thumbs.Images;

/// <summary>A rendition as it stands on the disk.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Width">In px, of one frame; 0 in a dry run.</param>
/// <param name="Height">In px, of one frame; 0 in a dry run.</param>
/// <param name="Length">In bytes; 0 in a dry run.</param>
/// <param name="Sha256">Of the file, in lower-case hex; empty in a dry run.</param>
/// <param name="Set">The index of the set of files that asks for it; 0 where there are none.</param>
internal sealed record RenditionFile(string Path, ImageFormat Format, int Width, int Height, long Length, string Sha256, int Set = 0);
