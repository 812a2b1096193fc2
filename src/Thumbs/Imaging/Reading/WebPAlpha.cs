namespace Thumbs.Imaging.Reading;

/// <summary>
/// Has the alpha of a lossless WebP read where its header says that there is none: that is a hint, which is not to decide what is
/// decoded (RFC 9649, 3.3), and libwebp obeys it.
/// </summary>
public static class WebPAlpha
{
    private const byte AlphaFlag = 0x10;

    /// <param name="file">A WebP.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        var isExtended = bytes.Length > 20 && bytes[12..16].SequenceEqual("VP8X"u8);
        var at = 12;
        while (isExtended && at + 8 < bytes.Length && !bytes.Slice(at, 4).SequenceEqual("VP8L"u8))
        {
            var next = at + 8L + BitConverter.ToUInt32(bytes[(at + 4)..]);
            at = (int)Math.Min(bytes.Length, next + (next & 1));
        }

        // The flag is the 29th bit after the signature of one byte, behind width and height of 14 bits each.
        if (at + 13 > bytes.Length || !bytes.Slice(at, 4).SequenceEqual("VP8L"u8) || (bytes[at + 12] & AlphaFlag) != 0)
            return file;
        var copy = file.ToArray();
        copy[at + 12] |= AlphaFlag;
        if (isExtended)
            copy[20] |= AlphaFlag;
        return copy;
    }
}
