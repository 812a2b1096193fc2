using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// Makes transparent what no frame of a GIF has painted, and what a frame clears when its time is over, as browsers do. libvips
/// takes both for the background colour, or black, unless the frame names a transparent colour.
/// </summary>
/// <remarks>So each frame gets one: an index beyond its colour table, which none of its pixels has.</remarks>
public static class GifTransparency
{
    private const byte Unused = 255;

    /// <summary>The file, changed where something of its canvas is to be transparent.</summary>
    /// <param name="file">A GIF.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file) => ShowsCanvas(file.Span) ? WithUnusedColour(file.Span) : file;

    /// <summary>Whether the first frame leaves out a part of the canvas, or a smaller one is cleared.</summary>
    private static bool ShowsCanvas(ReadOnlySpan<byte> file)
    {
        if (file.Length < 13)
            return false;
        int width = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), height = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        var (first, cleared) = (true, false);
        for (var at = GifBlocks.First(file); GifBlocks.Next(file, at) is var next && next > at; at = next)
        {
            if (IsControl(file, at))
                cleared = (file[at + 3] >> 2 & 7) == 2;
            if (file[at] != GifBlocks.ImageSeparator)
                continue;
            var frame = file[at..];
            var covers = frame[1..5].IndexOfAnyExcept((byte)0) < 0
                && BinaryPrimitives.ReadUInt16LittleEndian(frame[5..]) >= width && BinaryPrimitives.ReadUInt16LittleEndian(frame[7..]) >= height;
            if ((first || cleared) && !covers)
                return true;
            (first, cleared) = (false, false);
        }

        return false;
    }

    private static byte[] WithUnusedColour(ReadOnlySpan<byte> file)
    {
        using var changed = new MemoryStream(file.Length + 256);
        var at = GifBlocks.First(file);
        changed.Write(file[..at]);
        byte[]? control = null;
        for (; GifBlocks.Next(file, at) is var next && next > at; at = next)
        {
            if (IsControl(file, at))
            {
                control = file[at..next].ToArray();
                continue;
            }

            if (file[at] == GifBlocks.ImageSeparator)
            {
                changed.Write(Control(control, ColoursOf(file, at)));
                control = null;
            }

            changed.Write(file[at..next]);
        }

        changed.Write(control);
        changed.Write(file[at..]);
        return changed.ToArray();
    }

    /// <summary>The graphic control extension of a frame (GIF89a, 23), with a transparent colour where there can be one.</summary>
    private static byte[] Control(byte[]? control, int colours)
    {
        control ??= [GifBlocks.Extension, GifBlocks.GraphicControl, 4, 0, 0, 0, 0, 0];
        if ((control[3] & 1) == 0 && colours <= Unused)
        {
            control[3] |= 1;
            control[6] = Unused;
        }

        return control;
    }

    private static int ColoursOf(ReadOnlySpan<byte> file, int frame) => 2 << ((file[frame + 9] & 0x80) != 0 ? file[frame + 9] & 7 : file[10] & 7);

    private static bool IsControl(ReadOnlySpan<byte> file, int at) =>
        at + 8 <= file.Length && file[at] == GifBlocks.Extension && file[at + 1] == GifBlocks.GraphicControl && file[at + 2] == 4;
}
