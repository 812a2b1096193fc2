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

    /// <summary>The px that an element of an embedded SVG counts as: about as long as they take to decode.</summary>
    private const int PixelsOfElement = 1000;

    /// <summary>Of elements that refer to each other, and of SVGs in SVGs: more are in no drawing.</summary>
    private const int MostDepth = 200;

    private readonly SortedSet<string> _unsupported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Scope> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<Rune> _text = [];
    private readonly Scope _root = new();
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
    public double EmbeddedPixels => _root.Pixels(_byId, depth: 0);

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
        Scope? own = null;
        if (reader.GetAttribute("id") is { } id && _byId.TryAdd(id, own = new()))
            scope.Children.Add(own);
        else
            own = null;
        (own ?? scope).Elements++;
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "href")
                Reference(name, reader.Value, own ?? scope);
            else if (reader.LocalName is "transform-origin")
                _unsupported.Add("transform-origin");
            else if (reader.LocalName is "clip-rule" && reader.Value == "evenodd")
                _unsupported.Add("clip-rule");
            else
                Style(reader.Value, isRoot && reader.LocalName == "style");
        }

        return own;
    }

    private void Reference(string element, string target, Scope scope)
    {
        if (element == "use" && target.StartsWith('#'))
            scope.Targets.Add(target[1..]);
        else if (element == "image" && target.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            scope.OwnPixels += PixelsOf(target);
    }

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

    /// <summary>The pixels of a data URI, by its header; 0 where it is of no known kind.</summary>
    private double PixelsOf(string uri)
    {
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return 0;
        var data = Uri.UnescapeDataString(uri[(comma + 1)..]);
        var bytes = uri.AsSpan(0, comma).EndsWith("base64", StringComparison.OrdinalIgnoreCase) ? FromBase64(data) : Encoding.UTF8.GetBytes(data);
        return FormatSignature.Of(bytes) switch
        {
            ImageFormat.Svg => _depth == MostDepth ? double.PositiveInfinity : OfEmbedded(new SvgDocument(bytes, _depth + 1)),
            ImageFormat.Png when bytes.Length >= 24 => (double)UInt32(bytes, 16) * UInt32(bytes, 20),
            ImageFormat.Jpeg when JpegHeader.Of(bytes) is { } header => (double)header.Width * header.Height,
            ImageFormat.Gif when bytes.Length >= 10 => (double)BitConverter.ToUInt16(bytes, 6) * BitConverter.ToUInt16(bytes, 8),
            _ => 0,
        };
    }

    /// <summary>As far as it can be read: the end may be cut short, and anything may stand between.</summary>
    private static byte[] FromBase64(string data)
    {
        var digits = data.Where(digit => char.IsAsciiLetterOrDigit(digit) || digit is '+' or '/').ToArray();
        return Convert.FromBase64CharArray(digits, 0, digits.Length & ~3);
    }

    private static double OfEmbedded(SvgDocument document) =>
        document.EmbeddedPixels + (PixelsOfElement * document._root.ElementsDrawn(document._byId, depth: 0));

    private static uint UInt32(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    /// <summary>An element with an id, and what is inside it and in no other such element.</summary>
    private sealed class Scope
    {
        private double? _pixels;
        private double? _drawn;

        public List<Scope> Children { get; } = [];

        public List<string> Targets { get; } = [];

        public double OwnPixels { get; set; }

        public int Elements { get; set; }

        public double Pixels(Dictionary<string, Scope> byId, int depth) =>
            _pixels ?? Sum(OwnPixels, byId, depth, (scope, below) => scope.Pixels(byId, below), sum => _pixels = sum);

        public double ElementsDrawn(Dictionary<string, Scope> byId, int depth) =>
            _drawn ?? Sum(Elements, byId, depth, (scope, below) => scope.ElementsDrawn(byId, below), sum => _drawn = sum);

        /// <summary>A circle of references counts nothing: librsvg refuses it.</summary>
        private double Sum(double own, Dictionary<string, Scope> byId, int depth, Func<Scope, int, double> of, Func<double, double?> keep)
        {
            if (depth > MostDepth)
                return double.PositiveInfinity;
            keep(0);
            var sum = own;
            foreach (var child in Children)
                sum += of(child, depth + 1);
            foreach (var target in Targets)
                sum += byId.TryGetValue(target, out var scope) ? of(scope, depth + 1) : 0;
            keep(sum);
            return sum;
        }
    }
}
