using static Thumbs.Imaging.Reading.TiffBytes;

namespace Thumbs.Imaging.Reading;

/// <summary>Reads the first directory of a TIFF, and changes in it what the loader stumbles over, in a copy of the file.</summary>
public static class TiffPatch
{
    private const ushort BitsPerSample = 258;
    private const ushort Compression = 259;
    private const ushort Photometric = 262;
    private const ushort SamplesPerPixel = 277;
    private const ushort SampleFormat = 339;
    private const int Rgb = 2;
    private const int CieLab = 8;

    /// <summary>The file with every field of an unknown type made a byte, and Lab of 8 bits called RGB, for <see cref="TiffSamples.OfLab"/>.</summary>
    /// <param name="file">A TIFF.</param>
    /// <param name="isLab">Whether its pixels are Lab of 8 bits.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file, out bool isLab)
    {
        var bytes = file.Span;
        isLab = ValueOf(bytes, Photometric) == CieLab && ValueOf(bytes, BitsPerSample) == 8;
        byte[]? copy = null;
        foreach (var at in Entries(bytes))
        {
            var (tag, type) = (UInt16(bytes, at), UInt16(bytes, at + 2));
            if (type is 0 or 14 or 15 or > 18)
            {
                copy ??= file.ToArray();
                Write(copy, at + 2, 1);
                Write(copy, at + 4, IsLittleEndian(bytes) ? (ushort)1 : (ushort)0);
                Write(copy, at + 6, IsLittleEndian(bytes) ? (ushort)0 : (ushort)1);
            }
            else if (tag == Photometric && isLab)
            {
                copy ??= file.ToArray();
                Write(copy, at + 8, Rgb);
            }
        }

        return copy ?? file;
    }

    /// <summary>Whether the samples are floats of 16 bits, which the loader takes for whole numbers.</summary>
    public static bool IsMisread(ReadOnlySpan<byte> file) => ValueOf(file, SampleFormat) == 3 && ValueOf(file, BitsPerSample) == 16;

    /// <summary>Whether the file is one picture, grey or of three colours, of the usual kind of samples, with no other fields than these.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> file, ReadOnlySpan<ushort> tags)
    {
        var entries = Entries(file);
        foreach (var at in entries)
        {
            if (!tags.Contains(UInt16(file, at)))
                return false;
        }

        return ValueOf(file, Photometric) is 0 or 1 or 2 or 3 or 6 && (ValueOf(file, SampleFormat) ?? 1) == 1 && (ValueOf(file, SamplesPerPixel) ?? 1) <= 4
            && entries[^1] + EntryLength + 4 <= file.Length && UInt32(file, entries[^1] + EntryLength) == 0;
    }

    /// <summary>What a valid file has that is not supported; <see langword="null"/> where nothing is known. Asked after the loader has failed.</summary>
    public static string? Unsupported(ReadOnlySpan<byte> file)
    {
        var (bits, compression) = (ValueOf(file, BitsPerSample) ?? 1, ValueOf(file, Compression) ?? 1);
        return (ValueOf(file, SampleFormat) ?? 1) switch
        {
            5 or 6 => "complex numbers as samples",
            3 when bits != 32 => $"floats of {bits} bits",
            _ when bits is not (1 or 2 or 4 or 8 or 16 or 32 or 64) => $"{bits} bits a channel",
            _ when bits < 8 && ValueOf(file, SamplesPerPixel) > 1 => $"colours of {bits} bits a channel",
            _ => compression is 1 or 2 or 3 or 4 or 5 or 7 or 8 or 32773 or 32946 or 50000 or 50001 ? null : compression switch
            {
                6 => "JPEG of the old style (compression 6)",
                33003 or 33005 or 34712 => "JPEG 2000 (compression " + compression + ")",
                34676 or 34677 => "LogLuv (compression " + compression + ")",
                34887 => "LERC (compression 34887)",
                _ => $"compression {compression}",
            },
        };
    }

    /// <summary>The first value of a field; <see langword="null"/> where the field is missing.</summary>
    private static int? ValueOf(ReadOnlySpan<byte> file, ushort tag)
    {
        foreach (var at in Entries(file))
        {
            if (UInt16(file, at) != tag || UInt16(file, at + 2) != 3)
                continue;
            // Up to two numbers of 16 bits stand in the entry itself, more of them elsewhere.
            var value = UInt32(file, at + 4) <= 2 ? at + 8L : UInt32(file, at + 8);
            return value + 2 <= file.Length ? UInt16(file, (int)value) : null;
        }

        return null;
    }
}
