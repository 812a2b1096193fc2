using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>The frame header of a JPEG.</summary>
/// <param name="Width">In px, as the pixels are stored.</param>
/// <param name="Height">In px, as the pixels are stored.</param>
/// <param name="IsProgressive">Whether the picture is stored in several scans of increasing detail.</param>
public sealed record JpegHeader(int Width, int Height, bool IsProgressive)
{
    /// <summary>Finds the first frame header, as a decoder does.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns><see langword="null"/> where none is found, or it has no size.</returns>
    public static JpegHeader? Of(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.MoveNext() && !segments.IsScan)
        {
            if (segments.IsFrame)
                return Of(segments.Parameters, segments.IsProgressiveFrame);
        }

        return null;
    }

    /// <param name="parameters">The precision in a byte, and height and width in two each (ITU T.81, B.2.2).</param>
    /// <param name="isProgressive">See <see cref="IsProgressive"/>.</param>
    private static JpegHeader? Of(ReadOnlySpan<byte> parameters, bool isProgressive)
    {
        if (parameters.Length < 5)
            return null;
        var height = BinaryPrimitives.ReadUInt16BigEndian(parameters[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(parameters[3..]);
        return width > 0 && height > 0 ? new(width, height, isProgressive) : null;
    }
}
