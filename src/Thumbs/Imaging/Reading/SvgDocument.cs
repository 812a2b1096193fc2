using System.Text;
using System.Xml;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>What the markup of an SVG says that librsvg does not do, or does without end.</summary>
public sealed class SvgDocument
{
    /// <summary>Of an embedded image while it is drawn, measured on one of 16,383 × 16,383 px.</summary>
    public const int BytesPerPixel = 5;

    /// <summary>The px of an embedded image that take as long to decode as a small shape takes to draw.</summary>
    private const int PixelsOfShape = 2500;

    /// <summary>How many small shapes take as long as a text, as a shape with a layer of its own, and as a filtered one.</summary>
    private const int Text = 5, Layer = 50, Filter = 250;

    /// <summary>Of elements that refer to each other, and of SVGs in SVGs: more are in no drawing.</summary>
    private const int MostDepth = 200;

    private readonly SortedSet<string> _unsupported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Scope> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<Rune> _text = [];
    private readonly Scope _root = new();
    private Load _written = Load.None;
    private readonly int _depth;

    private SvgDocument(ReadOnlySpan<byte> markup, int depth)
    {
        _depth = depth;
        using var stream = new MemoryStream(markup.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Parse, XmlResolver = null, MaxCharactersFromEntities = 1 << 24 });
        try
        {
            Read(reader);
        }
        catch (XmlException)
        {
            // What there is until here counts; librsvg says what is wrong.
        }
    }

    /// <summary>The names of elements and properties that are not drawn, or not as browsers do.</summary>
    public IReadOnlyCollection<string> Unsupported => _unsupported;

    /// <summary>The pixels of all embedded images, each as often as it is drawn.</summary>
    public double EmbeddedPixels => Math.Max(_written.Pixels, Drawn.Pixels);

    /// <summary>What is drawn again and again by references, as the pixels that take as long to decode.</summary>
    public double RepeatedPixels => Math.Max(0, Drawn.Shapes - _written.Shapes) * PixelsOfShape;

    private Load Drawn => _root.Drawn(_byId, depth: 0);

    /// <summary>The characters of its text, each once, without spaces.</summary>
    public IReadOnlyCollection<Rune> Text => _text;

    /// <param name="markup">In UTF-8.</param>
    public static SvgDocument Of(ReadOnlySpan<byte> markup) => new(markup, depth: 0);

    /// <summary>Warns of what is not drawn.</summary>
    public ImageProblem? Warning => _unsupported.Count == 0 ? null : new(
        Diagnostic.PartlyDrawn.Code, $"The drawing has {string.Join(", ", _unsupported)}, which librsvg does not draw as browsers do");

    private void Read(XmlReader reader)
    {
        Stack<Scope> scopes = new([_root]);
        Stack<bool> opened = [];
        var textDepth = int.MaxValue;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var (isEmpty, isRoot) = (reader.IsEmptyElement, reader.Depth == 0);
                    if (reader.LocalName == "text" && !isEmpty)
                        textDepth = Math.Min(textDepth, reader.Depth);
                    var own = Element(reader, scopes.Peek(), isRoot);
                    if (!isEmpty)
                    {
                        opened.Push(own is not null);
                        if (own is not null)
                            scopes.Push(own);
                    }

                    break;
                case XmlNodeType.EndElement:
                    if (opened.Pop())
                        scopes.Pop();
                    if (reader.Depth == textDepth)
                        textDepth = int.MaxValue;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when reader.Depth > textDepth:
                    _text.UnionWith(reader.Value.EnumerateRunes().Where(character => !Rune.IsWhiteSpace(character)));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Style(reader.Value, isRoot: false);
                    break;
            }
        }
    }

    /// <returns>The scope of an element that others can refer to.</returns>
    private Scope? Element(XmlReader reader, Scope scope, bool isRoot)
    {
        var name = reader.LocalName;
        if (name is "foreignObject" or "textPath" or "script" or "animate" or "animateTransform" or "animateMotion" or "set")
            _unsupported.Add(name);
        var own = OwnScope(reader, scope);
        var vertices = Vertices(reader.GetAttribute("d") ?? reader.GetAttribute("points") ?? "");
        Count(own ?? scope, new(Pixels: 0, name switch { "text" => Text, "image" => 0, _ => 1 }));
        while (reader.MoveToNextAttribute())
        {
            Reference(name, reader, own ?? scope, vertices);
            if (reader.LocalName is "transform-origin")
                _unsupported.Add("transform-origin");
            else if (reader.LocalName is "clip-rule" && reader.Value == "evenodd")
                _unsupported.Add("clip-rule");
            else if (reader.LocalName != "href")
                Style(reader.Value, isRoot && reader.LocalName == "style");
        }

        return own;
    }

    /// <summary>What has an id can be drawn elsewhere too, and definitions are drawn only there.</summary>
    private Scope? OwnScope(XmlReader reader, Scope scope)
    {
        var isDefinition = reader.LocalName is "defs" or "symbol" or "mask" or "clipPath" or "marker" or "pattern" or "filter";
        var own = new Scope();
        var hasId = reader.GetAttribute("id") is { } id && _byId.TryAdd(id, own);
        if (hasId && !isDefinition)
            scope.Children.Add(own);
        return hasId || isDefinition ? own : null;
    }

    private void Reference(string element, XmlReader attribute, Scope scope, int vertices)
    {
        var (name, value) = (attribute.LocalName, attribute.Value);
        if (name == "href" && element == "use" && value.StartsWith('#'))
            scope.Targets.Add(new(value[1..], Times: 1));
        else if (name == "href" && element == "image" && value.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            Count(scope, OfData(value));
        else if (name is "opacity" or "mask" or "filter")
            Count(scope, new(Pixels: 0, name == "filter" ? Filter : Layer));

        for (var at = 0; name != "href" && (at = value.IndexOf("url(#", at, StringComparison.Ordinal)) >= 0; at++)
        {
            var end = value.IndexOf(')', at);
            if (end > 0)
                scope.Targets.Add(new(value[(at + 5)..end], name is "marker" or "marker-mid" ? vertices : 1));
        }
    }

    private void Count(Scope scope, Load load)
    {
        scope.Own = scope.Own.Plus(load);
        _written = _written.Plus(load);
    }

    /// <summary>About as many as a path or a polyline has.</summary>
    private static int Vertices(string path) => Math.Max(1, path.Count(character => char.IsAsciiLetter(character) || character is ' ' or ',') / 2);

    private void Style(string text, bool isRoot)
    {
        foreach (var word in (string[])["var(", "transform-origin", "@font-face", "@import", "@media"])
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                _unsupported.Add(word.TrimEnd('('));
        }

        if (isRoot && text.Contains("background", StringComparison.OrdinalIgnoreCase))
            _unsupported.Add("background");
    }

    /// <summary>An embedded image, by its header; nothing where it is of no known kind.</summary>
    private Load OfData(string uri)
    {
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return Load.None;
        var data = Uri.UnescapeDataString(uri[(comma + 1)..]);
        var bytes = uri.AsSpan(0, comma).EndsWith("base64", StringComparison.OrdinalIgnoreCase) ? FromBase64(data) : Encoding.UTF8.GetBytes(data);
        return FormatSignature.Of(bytes) switch
        {
            ImageFormat.Svg => _depth == MostDepth ? Load.Endless : new SvgDocument(bytes, _depth + 1).Drawn,
            ImageFormat.Png when bytes.Length >= 24 => Pixels(UInt32(bytes, 16), UInt32(bytes, 20)),
            ImageFormat.Jpeg when JpegHeader.Of(bytes) is { } header => Pixels(header.Width, header.Height),
            ImageFormat.Gif when bytes.Length >= 10 => Pixels(BitConverter.ToUInt16(bytes, 6), BitConverter.ToUInt16(bytes, 8)),
            _ => Load.None,
        };
    }

    /// <summary>As far as it can be read: the end may be cut short, and anything may stand between.</summary>
    private static byte[] FromBase64(string data)
    {
        var digits = data.Where(digit => char.IsAsciiLetterOrDigit(digit) || digit is '+' or '/').ToArray();
        return Convert.FromBase64CharArray(digits, 0, digits.Length & ~3);
    }

    private static Load Pixels(double width, double height) => new(width * height, Shapes: 0);

    private static uint UInt32(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    /// <summary>What there is to draw.</summary>
    /// <param name="Pixels">Of embedded images.</param>
    /// <param name="Shapes">Everything else, in small shapes that take as long.</param>
    private sealed record Load(double Pixels, double Shapes)
    {
        public static readonly Load None = new(0, 0);

        public static readonly Load Endless = new(double.PositiveInfinity, double.PositiveInfinity);

        public Load Plus(Load other) => new(Pixels + other.Pixels, Shapes + other.Shapes);
    }

    /// <summary>To an element, by its id.</summary>
    /// <param name="Id">Of it.</param>
    /// <param name="Times">That it is drawn there.</param>
    private sealed record Target(string Id, int Times);

    /// <summary>An element with an id, or a definition, and what is inside it and in no other such element.</summary>
    private sealed class Scope
    {
        private Load? _drawn;

        public List<Scope> Children { get; } = [];

        public List<Target> Targets { get; } = [];

        public Load Own { get; set; } = Load.None;

        /// <summary>All that is drawn where the element is. A circle of references counts nothing: librsvg refuses it.</summary>
        public Load Drawn(Dictionary<string, Scope> byId, int depth)
        {
            if (_drawn is { } known)
                return known;
            if (depth > MostDepth)
                return Load.Endless;
            _drawn = Load.None;
            var sum = Own;
            foreach (var child in Children)
                sum = sum.Plus(child.Drawn(byId, depth + 1));
            foreach (var target in Targets)
            {
                if (byId.TryGetValue(target.Id, out var scope) && scope.Drawn(byId, depth + 1) is var one)
                    sum = sum.Plus(new(one.Pixels * target.Times, one.Shapes * target.Times));
            }

            _drawn = sum;
            return sum;
        }
    }
}
