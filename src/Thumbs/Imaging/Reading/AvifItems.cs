using System.Buffers.Binary;

using NetVips;

using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// What libheif does not do with an AVIF: spread samples of limited range where they are grey or the alpha, and turn an alpha
/// that does not itself say how.
/// </summary>
public sealed class AvifItems
{
    /// <summary>The EXIF orientation for a turn (irot) to the left by 0, 90, 180 or 270 degrees, then: no mirror, top to bottom, left to right (imir).</summary>
    private static readonly int[][] Orientations = [[1, 4, 2], [8, 5, 7], [3, 2, 4], [6, 7, 5]];

    private readonly byte[] _file;
    private readonly List<int> _properties = [];
    private readonly List<Item> _items = [];

    private AvifItems(ReadOnlySpan<byte> file)
    {
        _file = file.ToArray();
        var properties = IsoBoxes.Find(IsoBoxes.Meta(_file), "iprp"u8);
        var boxes = IsoBoxes.Find(properties, "ipco"u8);
        for (; IsoBoxes.LengthOf(boxes) is > 0 and var length; boxes = boxes[length..])
            _properties.Add(At(boxes));
        ReadAssociations(IsoBoxes.Find(properties, "ipma"u8));
    }

    /// <summary>The file, changed where the loader would turn the colours alone.</summary>
    public ReadOnlyMemory<byte> File => _file;

    /// <summary>The EXIF value that the loader's picture then has to be turned by; 1 for none.</summary>
    public int Orientation { get; private set; } = 1;

    private bool IsGreyLimited { get; set; }

    private bool IsAlphaLimited { get; set; }

    /// <returns><see langword="null"/> where the loader does all that there is to do.</returns>
    public static AvifItems? Of(ReadOnlySpan<byte> file)
    {
        var items = new AvifItems(file);
        var primary = IsoBoxes.Find(IsoBoxes.Meta(file), "pitm"u8) is { Length: >= 6 } number
            ? number[0] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(number[4..]) : (int)BinaryPrimitives.ReadUInt32BigEndian(number[4..])
            : 0;
        var alpha = items._items.Find(item => items.Property(item, "auxC"u8).IndexOf(":alpha"u8) >= 0 || items.Property(item, "auxC"u8).IndexOf("auxid:1"u8) >= 0);
        if (items._items.Find(item => item.Id == primary) is { } picture)
            items.Compare(picture, alpha);
        return items.IsGreyLimited || items.IsAlphaLimited || items.Orientation != 1 ? items : null;
    }

    /// <summary>Samples from black to white, and the orientation as a field.</summary>
    /// <param name="image">As the loader opened it.</param>
    public Image Apply(Image image)
    {
        var oriented = Orientation == 1 ? image.Copy() : image.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", Orientation));
        if (!IsGreyLimited && !(IsAlphaLimited && image.HasAlpha()))
            return oriented;
        var (most, black, white) = image.Format == Enums.BandFormat.Uchar ? (255.0, 16.0, 235.0) : (65535.0, 64 / 1023.0 * 65535, 940 / 1023.0 * 65535);
        var (factors, offsets) = (new double[image.Bands], new double[image.Bands]);
        for (var band = 0; band < image.Bands; band++)
        {
            var isLimited = image.HasAlpha() && band == image.Bands - 1 ? IsAlphaLimited : IsGreyLimited;
            factors[band] = isLimited ? most / (white - black) : 1;
            offsets[band] = isLimited ? -black * factors[band] : 0;
        }

        return oriented.Then(stored => stored.Linear(factors, offsets)).Then(spread => spread.Rint()).Then(whole => whole.Cast(image.Format))
            .Then(cast => cast.Copy(interpretation: image.Interpretation));
    }

    private void Compare(Item picture, Item? alpha)
    {
        if (Property(picture, "av1C"u8) is { Length: >= 4 } coding && (coding[2] & 0x10) != 0)
            IsGreyLimited = !(Property(picture, "colr"u8) is { Length: >= 11 } colour && colour.StartsWith("nclx"u8) ? colour[10] >= 128 : IsFullRange(picture));
        if (alpha is null)
            return;
        IsAlphaLimited = !IsFullRange(alpha);
        if (Property(alpha, "irot"u8).IsEmpty && Property(alpha, "imir"u8).IsEmpty)
            TakeOrientation(picture);
    }

    private bool IsFullRange(Item item) => Av1Sequence.IsFullRange(Data(item.Id)) ?? true;

    /// <summary>Takes the turn and the mirror of a picture out of its properties.</summary>
    private void TakeOrientation(Item picture)
    {
        var turn = Property(picture, "irot"u8);
        var mirror = Property(picture, "imir"u8);
        Orientation = Orientations[turn.IsEmpty ? 0 : turn[0] & 3][mirror.IsEmpty ? 0 : 1 + (mirror[0] & 1)];
        foreach (var association in picture.Associations)
        {
            var name = _file.AsSpan(_properties[association.Property] + 4, 4);
            if (!name.SequenceEqual("irot"u8) && !name.SequenceEqual("imir"u8))
                continue;
            "free"u8.CopyTo(name);
            // No longer essential: what a reader must know, it must know.
            _file[association.At] &= 0x7F;
        }
    }

    private ReadOnlySpan<byte> Property(Item item, ReadOnlySpan<byte> name)
    {
        foreach (var association in item.Associations)
        {
            var box = _file.AsSpan(_properties[association.Property]);
            if (IsoBoxes.Name(box).SequenceEqual(name))
                return box[8..IsoBoxes.LengthOf(box)];
        }

        return [];
    }

    /// <summary>ISO/IEC 23008-12, 9.3.2: for each item, its properties, counted from 1.</summary>
    private void ReadAssociations(ReadOnlySpan<byte> box)
    {
        if (box.Length < 8)
            return;
        var (idLength, length) = (box[0] == 0 ? 2 : 4, (box[3] & 1) + 1);
        for (box = box[8..]; box.Length > idLength; )
        {
            var item = new Item(Number(box, idLength), []);
            var count = box[idLength];
            box = box[(idLength + 1)..];
            for (; count > 0 && box.Length >= length; count--, box = box[length..])
            {
                if ((Number(box, length) & (length == 1 ? 0x7F : 0x7FFF)) - 1 is >= 0 and var property && property < _properties.Count)
                    item.Associations.Add(new(property, At(box)));
            }

            _items.Add(item);
        }
    }

    /// <summary>ISO/IEC 14496-12, 8.11.3: the first extent of an item, where it is in the file itself.</summary>
    private ReadOnlySpan<byte> Data(int id)
    {
        var box = IsoBoxes.Find(IsoBoxes.Meta(_file), "iloc"u8);
        if (box.Length < 8)
            return [];
        var version = box[0];
        var (offset, length, origin, index) = (box[4] >> 4, box[4] & 15, box[5] >> 4, version > 0 ? box[5] & 15 : 0);
        var idLength = version < 2 ? 2 : 4;
        var (header, extent) = (idLength + (version > 0 ? 2 : 0) + 2 + origin, index + offset + length);
        for (box = box[(6 + idLength)..]; box.Length >= header + 2; )
        {
            var count = Number(box[header..], 2);
            if (box.Length < header + 2 + (count * extent))
                return [];
            if (Number(box, idLength) == id && count > 0 && (version == 0 || (box[idLength + 1] & 15) == 0))
            {
                var at = (long)Number(box[(header - origin)..], origin) + Number(box[(header + 2 + index)..], offset);
                return at >= 0 && at < _file.Length ? _file.AsSpan((int)at) : [];
            }

            box = box[(header + 2 + (count * extent))..];
        }

        return [];
    }

    /// <summary>Of up to 4 bytes; longer ones have no large values in a file that fits in memory.</summary>
    private static int Number(ReadOnlySpan<byte> bytes, int length)
    {
        var value = 0;
        for (var i = 0; i < length; i++)
            value = (value << 8) | bytes[i];
        return value;
    }

    /// <summary>Where a part of the file is.</summary>
    private int At(ReadOnlySpan<byte> part)
    {
        _file.AsSpan().Overlaps(part, out var at);
        return at;
    }

    private sealed record Item(int Id, List<Association> Associations);

    /// <param name="Property">From 0.</param>
    /// <param name="At">Where in the file it says so.</param>
    private sealed record Association(int Property, int At);
}
