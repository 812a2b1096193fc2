using System.Buffers.Binary;
using System.Numerics;

namespace Thumbs.Freshness;

/// <summary>The checksum of a line of the books: CRC-32C (RFC 3720, appendix B.4), which finds each burst of up to 32 wrong bits.</summary>
public static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
