using System.Text;

namespace Thumbs.Images;

/// <summary>The icons of a site: which files, under which names, and what a page and a web app say of them.</summary>
public static class IconFiles
{
    public const string Ico = "favicon.ico";
    public const string Svg = "favicon.svg";
    public const string AppleTouch = "apple-touch-icon.png";
    public const string Manifest = "site.webmanifest";
    public const string Page = "icons.html";

    /// <summary>The side of what iOS and iPadOS show on the home screen, in px.</summary>
    public const int AppleTouchSide = 180;

    /// <summary>The sides of the pictures in the <see cref="Ico"/>, in px; the last is the largest.</summary>
    public static readonly int[] IcoSides = [16, 32, 48];

    /// <summary>The sides of a web app's icons, in px; the last is the largest.</summary>
    public static readonly int[] AppSides = [192, 512];

    /// <summary>In the order in which a page has them.</summary>
    /// <remarks>The size keeps Chromium from taking the icon of several sizes before the SVG.</remarks>
    public static readonly IReadOnlyList<IconLink> Links =
    [
        new(Ico, "icon", "sizes=\"32x32\""), new(Svg, "icon", "type=\"image/svg+xml\""), new(AppleTouch, "apple-touch-icon"), new(Manifest, "manifest"),
    ];

    /// <summary>The name of an icon of a web app.</summary>
    /// <param name="side">One of <see cref="AppSides"/>.</param>
    /// <param name="isMaskable">Whether the system may cut it to the shape of its others.</param>
    public static string App(int side, bool isMaskable) => isMaskable ? $"icon-maskable-{side}.png" : $"icon-{side}.png";

    /// <summary>The content of the <see cref="Manifest"/>; addresses in it start from its own folder.</summary>
    public static string ManifestText()
    {
        var plain = AppSides.Select(side => Entry(side, isMaskable: false));
        var maskable = AppSides.Select(side => Entry(side, isMaskable: true));
        return $"{{\n  \"icons\": [\n{string.Join(",\n", plain.Concat(maskable))}\n  ]\n}}\n";

        static string Entry(int side, bool isMaskable) =>
            $$"""    { "src": "{{App(side, isMaskable)}}", "sizes": "{{side}}x{{side}}", "type": "image/png"{{(isMaskable ? ", \"purpose\": \"maskable\"" : "")}} }""";
    }

    /// <summary>The lines for the head of a page, as if the icons were in the root of the site.</summary>
    /// <param name="hasSvg">Whether there is a <see cref="Svg"/>.</param>
    public static string PageText(bool hasSvg)
    {
        var text = new StringBuilder("<!-- For the head of each page. Where the icons are not in the root of the site, put their folder into each address. -->\n");
        foreach (var link in Links.Where(link => hasSvg || link.FileName != Svg))
            text.Append($"<link rel=\"{link.Relation}\" href=\"/{link.FileName}\"{(link.Attribute is null ? "" : $" {link.Attribute}")}>\n");
        return text.ToString();
    }
}

/// <summary>What a page says of an icon.</summary>
/// <param name="FileName">Of the icon.</param>
/// <param name="Relation">Its <c>rel</c>.</param>
/// <param name="Attribute">One more, as HTML; <see langword="null"/> for none.</param>
public sealed record IconLink(string FileName, string Relation, string? Attribute = null);
