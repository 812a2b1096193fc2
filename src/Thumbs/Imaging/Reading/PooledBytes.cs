using System.Buffers;

namespace Thumbs.Imaging.Reading;

/// <summary>Buffers for whole files, which are used again.</summary>
/// <remarks>
/// The runtime returns large arrays to the system, and faulting their pages in again takes several times as long as to read
/// a file.
/// </remarks>
public static class PooledBytes
{
    /// <summary>In bytes. A larger buffer is not kept: it would count as memory of the next image.</summary>
    private const int LargestKept = 16 << 20;

    /// <returns>At least as long; not cleared.</returns>
    public static byte[] Rent(int length) =>
        length <= LargestKept ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    public static void Return(byte[]? bytes)
    {
        if (bytes is { Length: > 0 and <= LargestKept })
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
