using System.Text.RegularExpressions;

using Thumbs.Images;

namespace Thumbs.Cli.Tests;

/// <summary>Folders as people have them give what their names promise, without an option.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly ToolProcess _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("one name in several formats", "site/logo.png site/logo.svg site/logo.webp site/icon.svg", "site",
        "icon.png logo.png logo.svg.png logo.webp", "THUMB0012")]
    [InlineData("one name, each in its format", "in/x.jpg in/x.jpeg in/x.png in/X.Min.PNG in/a.b.c.jpg", "in",
        "X.Min.PNG a.b.c.jpg x.jpeg x.jpg x.png", "")]
    [InlineData("nested years", "album/2023/a.jpg album/2024/a.jpg album/2024/05/a.jpg album/cover.jpg", "album",
        "2023/a.jpg 2024/05/a.jpg 2024/a.jpg cover.jpg", "")]
    [InlineData("a list of find", "album/2023/a.jpg album/2024/a.jpg album/2024/b.png", "-",
        "2023/a.jpg 2024/a.jpg 2024/b.png", "")]
    [InlineData("what a shell makes of a glob", "album/2023/a.jpg album/2024/a.jpg", "album/2023/a.jpg album/2024/a.jpg",
        "2023/a.jpg 2024/a.jpg", "")]
    [InlineData("several folders", "work/a.jpg home/a.jpg home/b/a.svg", "work home",
        "home/a.jpg home/b/a.png work/a.jpg", "")]
    [InlineData("hidden folders and files", "in/.git/a.png in/.cache/b.jpg in/._c.jpg in/c.jpg in/notes.txt", "in",
        "c.jpg", "")]
    [InlineData("earlier output", "site/a.jpg site/img/a.jpg", "site",
        "a.jpg img/a.jpg", "THUMB0113")]
    [InlineData("a camera's card", "DCIM/100/IMG_1.JPG DCIM/100/IMG_1.CR2 DCIM/100/IMG_2.CR2 DCIM/100/IMG_3.HEIC DCIM/101/IMG_1.JPG", "DCIM",
        "100/IMG_1.JPG 101/IMG_1.JPG", "THUMB0112 THUMB0112")]
    [InlineData("odd names", "in/été/1.5×{a,b}#1&co.png in/été/{width}.jpg in/-dash.jpg in/100%.webp", "in",
        "-dash.jpg 100%.webp été/(width).jpg été/1.5×{a,b}#1&co.png", "")]
    public async Task A_folder_gives_what_its_names_promise(string kind, string files, string inputs, string outputs, string codes)
    {
        foreach (var file in files.Split(' '))
            Lay(file);
        if (kind == "earlier output")
            Assert.Equal(0, (await _tool.RunAsync("site", "-o", "site/small")).ExitCode);

        var (exitCode, _, error) = inputs == "-"
            ? await _tool.ShellAsync("find album -type f | thumbs - -o out")
            : await _tool.RunAsync([.. inputs.Split(' '), "-o", "out"]);

        Assert.Equal((0, codes), (exitCode, string.Join(' ', Regex.Matches(error, @"THUMB\d{4}(?=: )").Select(code => code.Value))));
        var made = Directory.EnumerateFiles(_tool.At("out"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_tool.At("out"), path).Replace('\\', '/'))
            .Where(name => name != ".thumbs-state.json")
            .ToList();
        Assert.Equal(outputs.Split(' '), made.Order(StringComparer.Ordinal));
        Assert.All(made, name => Assert.Equal(FormatNames.ByName(name), FormatSignature.Of(_tool.At($"out/{name}"))));
    }

    /// <summary>A file with the content that its name promises.</summary>
    private void Lay(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_tool.At(file))!);
        var sample = FormatNames.ByName(file) switch
        {
            ImageFormat.Jpeg => "mountains.jpg",
            ImageFormat.Png => "leaf.png",
            ImageFormat.WebP => "sea.webp",
            ImageFormat.Svg => "sun.svg",
            _ => null,
        };
        if (sample is null)
            File.WriteAllText(_tool.At(file), file);
        else
            File.Copy(Path.Join(ToolProcess.Checkout, "samples", "photos", sample), _tool.At(file));
    }
}
