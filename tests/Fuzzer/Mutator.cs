using System.Buffers.Binary;
using System.Text;

namespace Thumbs.Fuzzer;

/// <summary>Makes wrong files of right ones, by their structure and by their bytes. The same numbers give the same files.</summary>
/// <param name="random">Seeded.</param>
internal sealed class Mutator(Random random)
{
    private const int Largest = 1 << 18;

    /// <summary>Values at which sizes, counts and offsets go wrong.</summary>
    private static readonly uint[] Edges = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    private static readonly string[] SvgNumbers = ["0", "-1", "1e9", "1e-9", "65536", "nan", "100%", "1e308", "4294967296"];

    /// <param name="seed">What it begins with.</param>
    /// <param name="other">Whose parts may be taken.</param>
    public byte[] Mutate(byte[] seed, byte[] other)
    {
        var file = seed;
        for (var rounds = 1 + random.Next(4); rounds > 0 && file.Length > 4; rounds--)
            file = random.Next(5) < 3 ? ByStructure(file, other) : ByBytes(file);
        return file.Length > Largest ? file[..Largest] : file;
    }

    private byte[] ByStructure(byte[] file, byte[] other)
    {
        var blocks = Block.Of(file);
        if (blocks.Count == 0)
            return ByBytes(file);
        var block = blocks[random.Next(blocks.Count)];
        var bytes = file.AsSpan(block.Start, block.Length).ToArray();
        switch (random.Next(7))
        {
            case 0:
                return [.. file[..block.Start], .. file[block.End..]];
            case 1:
                return [.. file[..block.End], .. bytes, .. file[block.End..]];
            case 2:
                var at = blocks[random.Next(blocks.Count)].Start;
                return [.. file[..at], .. bytes, .. file[at..]];
            case 3 when Block.Of(other) is { Count: > 0 } others:
                var foreign = others[random.Next(others.Count)];
                return [.. file[..block.Start], .. other.AsSpan(foreign.Start, foreign.Length), .. file[block.End..]];
            case 4 when file[0] == '<':
                return WithNumber(file, block);
            default:
                return Inside(file, block);
        }
    }

    /// <summary>Changes a few bytes of a block, its head more often than the rest.</summary>
    private byte[] Inside(byte[] file, Block block)
    {
        var result = file.ToArray();
        var reach = random.Next(2) == 0 ? Math.Min(block.Length, 24) : block.Length;
        var at = block.Start + random.Next(reach);
        Put(result.AsSpan(at));
        block.Mend(result);
        return result;
    }

    /// <summary>Replaces a number in the markup of an SVG.</summary>
    private byte[] WithNumber(byte[] file, Block block)
    {
        var text = Encoding.Latin1.GetString(file, block.Start, block.Length);
        var from = text.IndexOfAny([.. "0123456789"]);
        if (from < 0)
            return file;
        var to = from;
        while (to < text.Length && (char.IsAsciiDigit(text[to]) || text[to] == '.'))
            to++;
        var number = Encoding.Latin1.GetBytes(SvgNumbers[random.Next(SvgNumbers.Length)]);
        return [.. file[..(block.Start + from)], .. number, .. file[(block.Start + to)..]];
    }

    private byte[] ByBytes(byte[] file)
    {
        var at = random.Next(file.Length);
        var length = Math.Min(random.Next(1, 65), file.Length - at);
        switch (random.Next(6))
        {
            case 0:
                return file[..at];
            case 1:
                return [.. file[..at], .. file[(at + length)..]];
            case 2:
                return [.. file[..(at + length)], .. file[at..]];
            case 3:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. file[..at], .. noise, .. file[(at + length)..]];
            default:
                var result = file.ToArray();
                Put(result.AsSpan(at));
                return result;
        }
    }

    private void Put(Span<byte> at)
    {
        var edge = Edges[random.Next(Edges.Length)];
        switch (random.Next(6))
        {
            case 0 when at.Length >= 4:
                BinaryPrimitives.WriteUInt32BigEndian(at, edge);
                break;
            case 1 when at.Length >= 4:
                BinaryPrimitives.WriteUInt32LittleEndian(at, edge);
                break;
            case 2 when at.Length >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)edge);
                break;
            case 3 when at.Length >= 2:
                BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)edge);
                break;
            case 4:
                at[0] = (byte)edge;
                break;
            default:
                at[0] ^= (byte)(1 << random.Next(8));
                break;
        }
    }
}
