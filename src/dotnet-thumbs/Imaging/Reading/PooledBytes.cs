using System.Buffers;

namespace Thumbs.Imaging.Reading;

/// <summary>Memory for whole files, kept for the next one.</summary>
/// <remarks>
/// The runtime gives large arrays back to the system, and to have their pages again takes several times as long as to read
/// a file.
/// </remarks>
internal static class PooledBytes
{
    /// <summary>In bytes. What is larger is not kept: it would count as memory of the next image.</summary>
    private const int LargestKept = 16 << 20;

    /// <returns>At least as long; what is in it is anything.</returns>
    public static byte[] Rent(int length) =>
        length <= LargestKept ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    public static void Return(byte[]? bytes)
    {
        if (bytes is { Length: > 0 and <= LargestKept })
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
