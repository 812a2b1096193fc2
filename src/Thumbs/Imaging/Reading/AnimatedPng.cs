using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>Recognizes an animated PNG (third edition, 11.3.6.1), which libvips reads as its still.</summary>
public static class AnimatedPng
{
    /// <param name="file">A PNG.</param>
    public static bool Is(ReadOnlySpan<byte> file)
    {
        var control = file.IndexOf("acTL"u8);
        return control > 0 && control < file.IndexOf("IDAT"u8) && BinaryPrimitives.ReadUInt32BigEndian(file[(control + 4)..]) > 1;
    }
}
