using System.Globalization;
using System.Xml;
using System.Xml.Linq;

using NetVips;

namespace Thumbs.Imaging.Reading;

/// <summary>A part of a picture, in fractions of its width and height, from its top left corner.</summary>
public sealed record Area(double Left, double Top, double Width, double Height)
{
    /// <summary>Whether it has a place in the picture.</summary>
    public bool IsInside => Left + (Width / 2) is >= 0 and <= 1 && Top + (Height / 2) is >= 0 and <= 1 && Width is >= 0 and <= 1 && Height is >= 0 and <= 1;

    public static Area Around(double x, double y, double width, double height) => new(x - (width / 2), y - (height / 2), width, height);

    /// <summary>The smallest that holds both.</summary>
    public Area With(Area other)
    {
        var (left, top) = (Math.Min(Left, other.Left), Math.Min(Top, other.Top));
        return new(left, top, Math.Max(Left + Width, other.Left + other.Width) - left, Math.Max(Top + Height, other.Top + other.Height) - top);
    }

    /// <summary>The same area of the picture after its EXIF orientation was applied.</summary>
    public Area Upright(int orientation) => orientation switch
    {
        2 => this with { Left = 1 - Left - Width },
        3 => this with { Left = 1 - Left - Width, Top = 1 - Top - Height },
        4 => this with { Top = 1 - Top - Height },
        5 => new(Top, Left, Height, Width),
        6 => new(1 - Top - Height, Left, Height, Width),
        7 => new(1 - Top - Height, 1 - Left - Width, Height, Width),
        8 => new(Top, 1 - Left - Width, Height, Width),
        _ => this,
    };
}

/// <summary>
/// Where a file's metadata says that its subject is: regions of the Metadata Working Group in XMP, faces before others, or the subject area or
/// location in EXIF. Both are told of the picture as it is stored, before its orientation is applied (MWG Guidelines 2.0, 5.9; EXIF 2.32, 4.6.5).
/// </summary>
public static class SubjectAreas
{
    private static readonly XNamespace Regions = "http://www.metadataworkinggroup.com/schemas/regions/";
    /// <summary>The first of these that there is counts alone.</summary>
    private static readonly string[] Types = ["Face", "Focus", "Pet"];

    private static readonly XNamespace AreaOf = "http://ns.adobe.com/xmp/sType/Area#";

    /// <param name="image">With its metadata.</param>
    /// <param name="source">Of the same image.</param>
    /// <returns>Of the picture as it is stored; empty where nothing is said.</returns>
    public static IReadOnlyList<Area> Of(Image image, SourceHeader source)
    {
        var regions = image.Contains("xmp-data") ? OfXmp((byte[])image.Get("xmp-data")) : [];
        return regions.Count > 0 ? regions : OfExif(image, source);
    }

    private static List<Area> OfXmp(byte[] xmp)
    {
        try
        {
            using var stream = new MemoryStream(xmp, 0, xmp.AsSpan().TrimEnd((byte)0).Length);
            using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var all = XDocument.Load(reader).Descendants(Regions + "Area")
                .Select(area => (Type: TypeOf(area), Area: Normalized(area)))
                .Where(region => region.Area is { IsInside: true } && region.Type != "BarCode")
                .ToList();
            var wanted = Array.Find(Types, type => all.Exists(region => region.Type == type));
            return [.. all.Where(region => wanted is null || region.Type == wanted).Select(region => region.Area!)];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static string? TypeOf(XElement area) => Value(area.Parent!, Regions + "Type");

    private static Area? Normalized(XElement area)
    {
        if (Value(area, AreaOf + "unit") is not (null or "normalized") || Number("x") is not { } x || Number("y") is not { } y)
            return null;
        var diameter = Number("d") ?? 0;
        return Area.Around(x, y, Number("w") ?? diameter, Number("h") ?? diameter);

        double? Number(string name) =>
            double.TryParse(Value(area, AreaOf + name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A property in RDF is an attribute or an element, of the node itself or of the description in it.</summary>
    private static string? Value(XElement node, XName name) =>
        node.Attribute(name)?.Value ?? node.Element(name)?.Value ?? node.Elements().Where(inner => inner.Name.LocalName == "Description").Select(inner => Value(inner, name)).FirstOrDefault();

    private static Area[] OfExif(Image image, SourceHeader source)
    {
        var numbers = Numbers(image, "SubjectArea") is { Length: >= 2 } area ? area : Numbers(image, "SubjectLocation");
        if (numbers.Length < 2)
            return [];
        // Of the picture as it was taken: programs that reduce it leave the area as it was.
        var (width, height) = (source.StoredWidth, source.StoredHeight);
        if (Numbers(image, "PixelXDimension") is [var x] && Numbers(image, "PixelYDimension") is [var y] && Math.Abs((x / y) - ((double)width / height)) < 0.02)
            (width, height) = ((int)x, (int)y);
        var diameter = numbers.Length == 3 ? numbers[2] : 0;
        var found = Area.Around(
            numbers[0] / width, numbers[1] / height, (numbers.Length >= 4 ? numbers[2] : diameter) / width, (numbers.Length >= 4 ? numbers[3] : diameter) / height);
        return found.IsInside ? [found] : [];
    }

    /// <summary>libvips has a field of EXIF as a text: its values, and in brackets the same as libexif words them.</summary>
    private static double[] Numbers(Image image, string name)
    {
        var field = $"exif-ifd2-{name}";
        if (!image.Contains(field))
            return [];
        var text = (string)image.Get(field);
        var values = text[..Math.Max(text.IndexOf('(', StringComparison.Ordinal), 0)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(values, value => double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? Array.ConvertAll(values, value => double.Parse(value, CultureInfo.InvariantCulture))
            : [];
    }
}
