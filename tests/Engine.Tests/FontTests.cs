using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Imaging.Library;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>The fonts of drawings, with the workers that a user has.</summary>
public sealed class FontTests
{
    private const string DejaVu = "/usr/share/fonts/truetype/dejavu/";

    /// <summary>Whether the fonts of these tests are where Debian's package has them.</summary>
    public static bool HasDejaVu => File.Exists(DejaVu + "DejaVuSans.ttf") && File.Exists(DejaVu + "DejaVuSerif-Bold.ttf");

    [Fact(Skip = "There are no fonts here: Debian's are fonts-dejavu-core.", SkipType = typeof(FontTests), SkipUnless = nameof(HasDejaVu))]
    public async Task Text_is_set_in_the_fonts_of_the_folder_and_made_again_where_they_differ()
    {
        Assert.Null(Libvips.Start());
        using var run = new Run();
        run.Add("text.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'><text x='4' y='30' font-size='30' font-family='monospace'>Hill &amp; mill</text></svg>");
        run.Add("plain.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'><title>Hill</title><path d='M0 0h90v20H0z'/></svg>");
        run.Add("japanese.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'><text y='30'>a<tspan>\u65e5\u672c</tspan></text></svg>");
        var sans = Folder(run, "sans & co", "DejaVuSans.ttf");
        var serif = Folder(run, "serif", "DejaVuSerif-Bold.ttf");

        await run.RunAsync(change: request => request with { Fonts = sans, Spell = name => $"Thumbnails:{name}" });
        Assert.Equal(3, run.Outcomes.Count(outcome => outcome.Status == OutcomeStatus.Made));
        Assert.Equal(
            "The text has characters that no font has: \u65e5 (U+65E5), \u672c (U+672C); install a font with them, or name a folder with one: Thumbnails:fonts",
            Assert.Single(run.Outcomes.SelectMany(outcome => outcome.Problems)).Text);
        var inSans = Pixels(run, "text.png");

        await run.RunAsync(change: request => request with { Fonts = sans });
        Assert.All(run.Outcomes, outcome => Assert.Equal(OutcomeStatus.UpToDate, outcome.Status));

        await run.RunAsync(change: request => request with { Fonts = serif });
        Assert.Equal(["in/japanese.svg", "in/text.svg"], run.Outcomes.Where(outcome => outcome.Status == OutcomeStatus.Made).Select(outcome => outcome.Source.Name).Order(StringComparer.Ordinal));
        var inSerif = Pixels(run, "text.png");
        Assert.True(inSans.Zip(inSerif).Count(pair => Math.Abs(pair.First - pair.Second) > 100) > 200, "The fonts of the folder were not used.");
    }

    [Fact]
    public async Task A_folder_without_fonts_is_refused()
    {
        using var run = new Run();
        run.Add("photo.jpg");
        var folder = Path.Join(run.Folder, "files", "in");

        var empty = await Assert.ThrowsAsync<ThumbsException>(() => run.RunAsync(change: request => request with { Fonts = folder }));
        var missing = await Assert.ThrowsAsync<ThumbsException>(() => run.RunAsync(change: request => request with { Fonts = folder + "2" }));

        Assert.Equal($"--fonts {folder}: there is no font in this folder", empty.Problem.Text);
        Assert.Equal($"--fonts {folder}2: there is no such folder", missing.Problem.Text);
    }

    private static string Folder(Run run, string name, string font)
    {
        var folder = Directory.CreateDirectory(Path.Join(run.Folder, name)).FullName;
        File.Copy(DejaVu + font, Path.Join(folder, font));
        return folder;
    }

    private static byte[] Pixels(Run run, string name)
    {
        using var image = Image.NewFromFile(Path.Join(run.Output, name));
        return image.WriteToMemory<byte>();
    }
}
