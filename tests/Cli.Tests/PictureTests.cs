using System.Security.Cryptography;

namespace Thumbs.Cli.Tests;

/// <summary>The pictures in docs are what the tool makes.</summary>
public sealed class PictureTests
{
    private static readonly string Folder = Path.Join(ToolProcess.Checkout, "docs", "pictures");

    [Fact]
    public async Task The_tool_makes_the_pictures_of_the_page_again()
    {
        using var tool = new ToolProcess();
        var (exitCode, _, error) = await tool.RunAsync("--config", Path.Join(Folder, "thumbs.json"), "-o", "made", "--no-cache");
        Assert.True(exitCode == 0, error);
        (exitCode, _, error) = await tool.RunAsync("made/small", "-o", "made/large", "--no-cache", "--size", "159", "--enlarge", "--kernel", "nearest", "--format", "jpeg", "--quality", "90");
        Assert.True(exitCode == 0, error);

        var made = Directory.GetFiles(tool.At("made"), "*.jpg", SearchOption.AllDirectories);
        Assert.Equal(Directory.GetFiles(Folder, "*.jpg").Select(Path.GetFileName).Order(StringComparer.Ordinal), made.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var path in made)
        {
            var name = Path.GetFileName(path);
            Assert.Equal((name, await HashAsync(Path.Join(Folder, name))), (name, await HashAsync(path)));
        }
    }

    [Fact]
    public async Task Every_picture_is_on_a_page()
    {
        var pages = string.Concat(await Task.WhenAll(Directory.GetFiles(Path.GetDirectoryName(Folder)!, "*.md").Select(path => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))));
        var pictures = Directory.GetFiles(Folder).Where(path => Path.GetExtension(path) != ".json").ToList();

        Assert.All(pictures, path => Assert.Contains($"](pictures/{Path.GetFileName(path)})", pages, StringComparison.Ordinal));
        Assert.InRange(pictures.Sum(path => new FileInfo(path).Length), 1, 400_000);
    }

    private static async Task<string> HashAsync(string path) =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
}
