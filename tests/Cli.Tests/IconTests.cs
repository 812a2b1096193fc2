using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;

using NetVips;

namespace Thumbs.Cli.Tests;

/// <summary>The icons of a site, made by the tool.</summary>
public sealed partial class IconTests : IDisposable
{
    private const string Background = "#204080";

    private static readonly string[] OfDrawing =
    [
        "apple-touch-icon.png", "favicon.ico", "favicon.svg", "icon-192.png", "icon-512.png", "icon-maskable-192.png", "icon-maskable-512.png", "icons.html", "site.webmanifest",
    ];

    private static readonly double[] Red = [204, 0, 0], OpaqueRed = [204, 0, 0, 255], Blue = [32, 64, 128];

    private readonly ToolProcess _tool = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string[] Files => [.. Directory.GetFiles(_tool.At("out")).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_drawing_becomes_all_of_them_once()
    {
        Draw("#c00");
        Assert.Equal("made", await StatusAsync());

        Assert.Equal(OfDrawing, Files);
        Assert.Equal(await File.ReadAllBytesAsync(_tool.At("logo.svg"), Cancellation), await File.ReadAllBytesAsync(Out("favicon.svg"), Cancellation));
        await CheckIconAsync();
        CheckFilled("apple-touch-icon.png", 180, right: 180, bottom: 90);
        CheckPlain("icon-192.png", 192);
        CheckPlain("icon-512.png", 512);

        // Twice as wide as high, so its width is 2/√5 of its diagonal.
        CheckFilled("icon-maskable-192.png", 192, right: 137, bottom: 68);
        CheckFilled("icon-maskable-512.png", 512, right: 366, bottom: 183);
        await CheckTextsAsync();

        var before = Times();
        Assert.Equal("upToDate", await StatusAsync());
        Assert.Equal(before, Times());

        File.Delete(Out("icons.html"));
        File.Delete(Out("favicon.ico"));
        Assert.Equal("made", await StatusAsync());
        Assert.Equal(OfDrawing, Files);
        await CheckIconAsync();

        Draw("#cc0001");
        Assert.Equal("made", await StatusAsync());
        using (var changed = Read(Out("apple-touch-icon.png")))
            Assert.Equal([204, 0, 1], changed.Getpoint(90, 90));

        // What is no longer asked for goes, as of any rendition.
        File.Move(_tool.At("logo.svg"), _tool.At("mark.svg"));
        Assert.Equal(0, (await _tool.RunAsync("mark.svg", "-o", "out", "--size", "16", "--no-cache", "--prune")).ExitCode);
        Assert.Equal(["mark.png"], Files);
    }

    [Fact]
    public async Task A_drawing_that_is_called_a_photo_has_no_svg_and_its_page_names_none()
    {
        Draw("#c00");
        File.Move(_tool.At("logo.svg"), _tool.At("logo.png"));

        Assert.Equal(0, (await _tool.RunAsync("logo.png", "-o", "out", "--icons", "--no-cache")).ExitCode);

        Assert.Equal(OfDrawing.Except(["favicon.svg"]), Files);
        Assert.DoesNotContain("favicon.svg", await File.ReadAllTextAsync(Out("icons.html"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_photo_is_enlarged_and_the_user_told()
    {
        using (var photo = (Image.Black(200, 100, bands: 3) + Red).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
            photo.WriteToFile(_tool.At("logo.png"));

        var (exitCode, _, error) = await _tool.RunAsync("logo.png", "-o", "out", "--icons", "--no-cache", "--manifest", "out/thumbs.json");

        Assert.Equal(0, exitCode);
        Assert.Contains("logo.png : warning THUMB0119: The image has 200 x 100 px, too few for icons of 512 px", error, StringComparison.Ordinal);
        Assert.Equal(OfDrawing.Except(["favicon.svg"]).Append("thumbs.json"), Files);
        Assert.DoesNotContain("favicon.svg", await File.ReadAllTextAsync(Out("icons.html"), Cancellation), StringComparison.Ordinal);
        CheckPlain("icon-512.png", 512);
        using var list = JsonDocument.Parse(await File.ReadAllTextAsync(Out("thumbs.json"), Cancellation));
        var mediaTypes = list.RootElement.GetProperty("sources")[0].GetProperty("renditions").EnumerateArray().Select(one => one.GetProperty("mediaType").GetString());
        Assert.Equal(["application/manifest+json", "image/png", "image/vnd.microsoft.icon", "text/html"], mediaTypes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_manifest_of_the_users_own_stays()
    {
        Draw("#c00");
        Directory.CreateDirectory(_tool.At("out"));
        await File.WriteAllTextAsync(Out("site.webmanifest"), "{}", Cancellation);

        var (exitCode, _, error) = await _tool.RunAsync("logo.svg", "-o", "out", "--icons", "--no-cache");

        Assert.Equal(1, exitCode);
        Assert.Contains("THUMB0009", error, StringComparison.Ordinal);
        Assert.Equal("{}", await File.ReadAllTextAsync(Out("site.webmanifest"), Cancellation));
        Assert.Equal(OfDrawing, Files);
    }

    [Theory]
    [InlineData("--icons: the icons of a site are made of one image, and there are 2: photos/disc.gif, photos/sun.svg", "photos", "--icons")]
    [InlineData("--icons: cannot be combined with --size", "photos/sun.svg", "--icons", "--size", "64")]
    [InlineData("--icons: cannot be combined with --name", "photos/sun.svg", "--name", "{name}.{ext}", "--icons")]
    public async Task What_makes_no_sense_is_refused(string said, params string[] args)
    {
        var (exitCode, _, error) = await _tool.RunAsync([.. args, "-o", "out", "--no-cache"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("THUMB0001", error, StringComparison.Ordinal);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tool.At("out")));
    }

    private string Out(string name) => _tool.At($"out/{name}");

    private void Draw(string colour) => File.WriteAllText(
        _tool.At("logo.svg"), $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100" fill="{colour}"/></svg>""");

    private async Task<string?> StatusAsync()
    {
        var (exitCode, output, error) = await _tool.RunAsync("logo.svg", "-o", "out", "--icons", "--background", Background, "--no-cache", "--json");
        Assert.True(exitCode == 0, error);
        return JsonDocument.Parse(output.Split('\n')[0]).RootElement.GetProperty("status").GetString();
    }

    private Dictionary<string, DateTime> Times() => Files.ToDictionary(name => name, name => File.GetLastWriteTimeUtc(Out(name)), StringComparer.Ordinal);

    /// <summary>A picture in the middle, opaque, on a background that is opaque too.</summary>
    /// <param name="right">Its width, in px.</param>
    /// <param name="bottom">Its height, in px.</param>
    private void CheckFilled(string name, int side, int right, int bottom)
    {
        using var icon = Read(Out(name));
        Assert.Equal((side, side, 3), (icon.Width, icon.Height, icon.Bands));
        Assert.Equal(Blue, icon.Getpoint(0, 0));
        Assert.Equal(Red, icon.Getpoint(side / 2, side / 2));
        var (left, top, width, height) = Trimmed(icon);
        Assert.Equal((right, bottom), (width, height));
        if (!name.Contains("maskable", StringComparison.Ordinal))
            return;
        foreach (var (x, y) in new[] { (left, top), (left + width, top), (left, top + height), (left + width, top + height) })
            Assert.InRange(Math.Sqrt(Math.Pow(x - (side / 2.0), 2) + Math.Pow(y - (side / 2.0), 2)), 0.39 * side, (0.4 * side) + 1);
    }

    /// <summary>Reads the bytes, since libvips keeps what it has read of a file.</summary>
    private static Image Read(string path) => Image.NewFromBuffer(File.ReadAllBytes(path));

    /// <summary>What is not background.</summary>
    private static (int Left, int Top, int Width, int Height) Trimmed(Image icon)
    {
        var found = icon.FindTrim(threshold: 1, background: Blue);
        return ((int)found[0], (int)found[1], (int)found[2], (int)found[3]);
    }

    private void CheckPlain(string name, int side)
    {
        using var icon = Read(Out(name));
        Assert.Equal((side, side, 4), (icon.Width, icon.Height, icon.Bands));
        Assert.Equal(0, icon.Getpoint(side / 2, (side / 4) - 2)[3]);
        Assert.Equal(OpaqueRed, icon.Getpoint(1, (side / 4) + 2));
        Assert.Equal(OpaqueRed, icon.Getpoint(side - 2, (side * 3 / 4) - 2));
    }

    /// <summary>Reads the three bitmaps: from the bottom up, blue first, then a mask of bits.</summary>
    private async Task CheckIconAsync()
    {
        var file = await File.ReadAllBytesAsync(Out("favicon.ico"), Cancellation);
        int Word(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
        int Long(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
        Assert.Equal((0, 1, 3), (Word(0), Word(2), Word(4)));
        var end = 6 + (3 * 16);
        foreach (var (side, entry) in new[] { (16, 6), (32, 22), (48, 38) })
        {
            Assert.Equal((side, side, 1, 32, end), (file[entry], file[entry + 1], Word(entry + 4), Word(entry + 6), Long(entry + 12)));
            Assert.Equal((40, side, side * 2, 1, 32, 0), (Long(end), Long(end + 4), Long(end + 8), Word(end + 12), Word(end + 14), Long(end + 16)));
            double[] Pixel(int x, int y)
            {
                var at = end + 40 + ((((side - 1 - y) * side) + x) * 4);
                return [file[at + 2], file[at + 1], file[at], file[at + 3]];
            }

            bool IsMasked(int x, int y) => (file[end + 40 + (side * side * 4) + ((side - 1 - y) * ((side + 31) / 32 * 4)) + (x / 8)] & (0x80 >> (x % 8))) != 0;
            Assert.Equal(0, Pixel(side / 2, 0)[3]);
            Assert.Equal(0, Pixel(0, side - 1)[3]);
            Assert.Equal(OpaqueRed, Pixel(0, side / 2));
            Assert.Equal(OpaqueRed, Pixel(side - 1, (side * 3 / 4) - 2));
            Assert.True(IsMasked(side - 1, 0) && IsMasked(0, side - 1) && !IsMasked(0, side / 2) && !IsMasked(side - 1, side / 2));
            end += Long(entry + 8);
        }

        Assert.Equal(file.Length, end);
    }

    private async Task CheckTextsAsync()
    {
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Out("site.webmanifest"), Cancellation));
        var icons = manifest.RootElement.GetProperty("icons").EnumerateArray().ToList();
        Assert.Equal(4, icons.Count);
        Assert.Equal(2, icons.Count(icon => icon.TryGetProperty("purpose", out var purpose) && purpose.GetString() == "maskable"));
        foreach (var icon in icons)
        {
            using var picture = Read(Out(icon.GetProperty("src").GetString()!));
            Assert.Equal($"{picture.Width}x{picture.Height}", icon.GetProperty("sizes").GetString());
        }

        var links = Address().Matches(await File.ReadAllTextAsync(Out("icons.html"), Cancellation)).Select(match => match.Groups["name"].Value);
        Assert.Equal(["favicon.ico", "favicon.svg", "apple-touch-icon.png", "site.webmanifest"], links);
    }

    [GeneratedRegex("<link [^>]*href=\"/(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
