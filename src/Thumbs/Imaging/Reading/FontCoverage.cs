using System.Buffers.Binary;
using System.Globalization;
using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// Whether the fonts that there are have the characters of a text, by their <c>cmap</c> tables (OpenType 1.9). Pango takes a character from
/// whichever font has it, and draws a box, or nothing, where none does.
/// </summary>
public static class FontCoverage
{
    /// <summary>As many are named in a message.</summary>
    private const int MostNamed = 5;

    private static readonly HashSet<int> Found = [];
    private static readonly HashSet<int> NotFound = [];

    /// <summary>
    /// A warning where no font has some characters. Not on Windows: there is no Windows with fonts here to try it on, and a warning of every text
    /// would be worse than none.
    /// </summary>
    /// <param name="text">Its characters.</param>
    public static ImageProblem? Warning(IEnumerable<Rune> text)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var wanted = text.Where(IsDrawn).Select(character => character.Value).ToHashSet();
        LookFor([.. wanted.Where(character => !Found.Contains(character) && !NotFound.Contains(character))]);
        var missing = wanted.Where(NotFound.Contains).Order().ToList();
        if (missing.Count == 0)
            return null;
        var names = string.Join(", ", missing.Take(MostNamed).Select(character => $"{new Rune(character)} (U+{character:X4})"));
        var others = missing.Count > MostNamed ? $" and {missing.Count - MostNamed} more" : "";
        return new(Diagnostic.GlyphsMissing.Code, $"The text has characters that no font has: {names}{others}; install a font with them, or name a folder with one: --fonts");
    }

    private static bool IsDrawn(Rune character) => !Rune.IsWhiteSpace(character) && Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    private static void LookFor(HashSet<int> characters)
    {
        foreach (var file in characters.Count > 0 ? FontFiles.In(FontFolders.InUse()) : [])
        {
            var table = CharacterMap(file);
            characters.RemoveWhere(character => Has(table, character) && Found.Add(character));
            if (characters.Count == 0)
                return;
        }

        NotFound.UnionWith(characters);
    }

    /// <summary>The table <c>cmap</c> of a font, or of the first of a collection; empty where it has none that can be read.</summary>
    private static byte[] CharacterMap(string path)
    {
        const int header = 12, entry = 16, most = 1 << 24;
        try
        {
            using var file = File.OpenHandle(path);
            var start = Read(file, 0, header + 4);
            var at = start.AsSpan().StartsWith("ttcf"u8) ? BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(header)) : 0;
            var count = BinaryPrimitives.ReadUInt16BigEndian(Read(file, at + 4, 2));
            var tables = Read(file, at + header, count * entry);
            for (var i = 0; i < tables.Length; i += entry)
            {
                if (tables.AsSpan(i, 4).SequenceEqual("cmap"u8) && BinaryPrimitives.ReadUInt32BigEndian(tables.AsSpan(i + 12)) is <= most and var length)
                    return Read(file, BinaryPrimitives.ReadUInt32BigEndian(tables.AsSpan(i + 8)), (int)length);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // fontconfig cannot read it either.
        }

        return [];
    }

    /// <exception cref="EndOfStreamException">There is less.</exception>
    private static byte[] Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, long at, int length)
    {
        var bytes = new byte[length];
        return RandomAccess.Read(file, bytes, at) == length ? bytes : throw new EndOfStreamException();
    }

    private static bool Has(ReadOnlySpan<byte> table, int character)
    {
        const int header = 4, entry = 8;
        try
        {
            var count = table.Length < header ? 0 : BinaryPrimitives.ReadUInt16BigEndian(table[2..]);
            for (var i = 0; i < count; i++)
            {
                var map = table[(int)BinaryPrimitives.ReadUInt32BigEndian(table[(header + (i * entry) + 4)..])..];
                if (BinaryPrimitives.ReadUInt16BigEndian(map) switch { 4 => InSegments(map, character), 12 => InGroups(map, character), _ => false })
                    return true;
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            // A damaged font.
        }

        return false;
    }

    /// <summary>Format 4: segments of the basic plane, the ends of all, then the starts, then differences, then offsets.</summary>
    private static bool InSegments(ReadOnlySpan<byte> map, int character)
    {
        const int ends = 14;
        var bytes = BinaryPrimitives.ReadUInt16BigEndian(map[6..]);
        for (var i = 0; character <= 0xFFFF && i < bytes; i += 2)
        {
            if (character > BinaryPrimitives.ReadUInt16BigEndian(map[(ends + i)..]))
                continue;
            var start = BinaryPrimitives.ReadUInt16BigEndian(map[(ends + 2 + bytes + i)..]);
            if (character < start)
                return false;
            var difference = BinaryPrimitives.ReadUInt16BigEndian(map[(ends + 2 + (2 * bytes) + i)..]);
            var offsetAt = ends + 2 + (3 * bytes) + i;
            var offset = BinaryPrimitives.ReadUInt16BigEndian(map[offsetAt..]);
            return offset == 0
                ? ((character + difference) & 0xFFFF) != 0
                : BinaryPrimitives.ReadUInt16BigEndian(map[(offsetAt + offset + (2 * (character - start)))..]) != 0;
        }

        return false;
    }

    /// <summary>Format 12: groups of all planes.</summary>
    private static bool InGroups(ReadOnlySpan<byte> map, int character)
    {
        const int groups = 16, group = 12;
        var count = BinaryPrimitives.ReadUInt32BigEndian(map[12..]);
        for (var i = 0; i < count; i++)
        {
            var at = map[(groups + (i * group))..];
            if (character >= BinaryPrimitives.ReadUInt32BigEndian(at) && character <= BinaryPrimitives.ReadUInt32BigEndian(at[4..]))
                return true;
        }

        return false;
    }
}
