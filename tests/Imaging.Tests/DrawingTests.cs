using System.Globalization;
using System.Text;

using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>The sizes, units and encodings of SVG.</summary>
public sealed class DrawingTests : Workbench
{
    private const string Start = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";

    [Theory]
    [InlineData("96px", 96)]
    [InlineData("1in", 96)]
    [InlineData("25.4mm", 96)]
    [InlineData("2.54cm", 96)]
    [InlineData("72pt", 96)]
    [InlineData("6pc", 96)]
    [InlineData("6em", 96)]
    [InlineData("12ex", 96)]
    [InlineData("96", 96)]
    public void A_unit_is_as_long_as_in_a_browser(string length, int expected)
    {
        var sized = Svg($"{Start} width='{length}' height='{length}' viewBox='0 0 10 10'><rect width='10' height='10'/></svg>");
        var inside = Svg($"{Start} width='200' height='200'><rect width='{length}' height='200' fill='red'/></svg>");

        var facts = Render(Job(Save(sized), Recipe(ImageFormat.Png))).Source!;
        using var made = Make(inside, Recipe(ImageFormat.Png, 200, 200));

        Assert.Equal((expected, expected), (facts.Width, facts.Height));
        Assert.Equal((255, 0), (made[expected - 2, 100][3], made[expected + 2, 100][3]));
    }

    [Theory]
    [InlineData("", 300, 150)]
    [InlineData(" width='40'", 40, 150)]
    [InlineData(" height='40'", 300, 40)]
    [InlineData(" viewBox='0 0 24 12'", 24, 12)]
    [InlineData(" width='40' height='30'", 40, 30)]
    public void What_has_no_size_gets_one(string size, int width, int height)
    {
        var facts = Render(Job(Save(Svg($"{Start}{size}><rect width='9' height='9'/></svg>")), Recipe(ImageFormat.Png))).Source!;
        Assert.Equal((width, height), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void UTF_16_is_read(bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        var markup = $"<?xml version='1.0' encoding='UTF-16'?>{Start} width='40' height='20'><rect width='40' height='20' fill='red'/></svg>";

        using var made = Make([.. encoding.GetPreamble(), .. encoding.GetBytes(markup)], Recipe(ImageFormat.Png, 40, 20));

        TestImages.AssertPixel(made, 20, 10, TestImages.Red, tolerance: 0);
    }

    [Theory]
    [InlineData("Inside", 400, 200)]
    [InlineData("Cover", 400, 400)]
    [InlineData("Contain", 400, 400)]
    [InlineData("Fill", 400, 400)]
    [InlineData("Outside", 800, 400)]
    public void A_drawing_is_drawn_at_the_size_that_is_asked_for(string fit, int width, int height)
    {
        using var made = Make(Svg($"{Start} width='24' height='12'><rect width='12' height='12'/></svg>"), Recipe(ImageFormat.Png, 400, 400, Enum.Parse<Fit>(fit)));

        Assert.Equal((width, height), (made.Width, made.Height));
        // Sharp: the edge in the middle is a few px wide at most, not the 17 of an enlarged one.
        Assert.True(made[(width / 2) - 3, height / 2][3] > 250);
        Assert.True(made[(width / 2) + 3, height / 2][3] < 5);
    }

    [Fact]
    public void Embedded_images_count_as_often_as_they_are_drawn()
    {
        using var flat = TestImages.Flat(10, 10, 255, 0, 0);
        var image = $"<image id='i' width='9' height='9' href='data:image/png;base64,{Convert.ToBase64String(flat.PngsaveBuffer())}'/>";
        var uses = string.Concat(Enumerable.Repeat("<use xlink:href='#i'/>", 9));
        var source = Save(Svg($"{Start} width='24' height='12'>{image}{uses}</svg>"));

        Render(Job(source, Recipe(ImageFormat.Png, 10, 10)) with { MaxPixels = 1000 });

        Assert.Equal("THUMB0107", Fail(Job(source, Recipe(ImageFormat.Png, 10, 10)) with { MaxPixels = 999 }).Code);
    }

    [Theory]
    [InlineData("<g id='{0}'>", "<use xlink:href='#{1}' x='1'/>", "</g>", "<use xlink:href='#{0}'/>")]
    [InlineData("<mask id='{0}'>", "<rect width='9' height='9' mask='url(#{1})'/>", "</mask>", "<rect width='9' height='9' style='mask:url(#{0})'/>")]
    [InlineData("<clipPath id='{0}'>", "<rect width='9' height='9' clip-path='url(#{1})'/>", "</clipPath>", "<rect width='9' height='9' clip-path='url(#{0})'/>")]
    [InlineData("<pattern id='{0}' width='2' height='2'>", "<rect width='9' height='9' fill='url(#{1})'/>", "</pattern>", "<rect width='9' height='9' fill='url(#{0})'/>")]
    [InlineData("<marker id='{0}'>", "<path d='M0 0 1 1 2 1 3 0' marker-mid='url(#{1})'/>", "</marker>", "<path d='M0 0 1 1' marker-mid='url(#{0})'/>")]
    public void What_repeats_what_repeats_is_refused_before_it_is_drawn(string open, string repeated, string close, string drawn)
    {
        var markup = new StringBuilder(Start + " width='24' height='12'><defs>");
        for (var level = 9; level > 0; level--)
            markup.AppendFormat(CultureInfo.InvariantCulture, open + string.Concat(Enumerable.Repeat(repeated, 10)) + close, $"a{level}", $"a{level - 1}");
        markup.Append(open.Replace("{0}", "a0", StringComparison.Ordinal)).Append("<circle r='5'/>").Append(close);
        markup.Append("</defs>").AppendFormat(CultureInfo.InvariantCulture, drawn, "a9").Append("</svg>");

        Assert.Equal("THUMB0107", Fail(Job(Save(Svg(markup.ToString())), Recipe(ImageFormat.Png, 10, 10))).Code);
    }

    [Fact]
    public void What_maps_and_converted_documents_repeat_is_drawn()
    {
        var markup = new StringBuilder(Start + " width='24' height='12'><symbol id='s' filter='url(#f)'><circle r='1'/><text>A</text></symbol>");
        markup.Append("<filter id='f'><feGaussianBlur stdDeviation='1'/></filter>");
        for (var i = 0; i < 300; i++)
            markup.Append(CultureInfo.InvariantCulture, $"<use xlink:href='#s' x='{i}'/><clipPath id='c{i}'><rect width='5' height='5'/></clipPath><path d='M0 0H9' clip-path='url(#c{i})'/>");

        Render(Job(Save(Svg(markup.Append("</svg>").ToString())), Recipe(ImageFormat.Png, 10, 10)));
    }

    private static byte[] Svg(string markup) => Encoding.UTF8.GetBytes(markup);
}
