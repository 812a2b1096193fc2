using System.Security.Cryptography;
using System.Text.Json;

namespace Thumbs.Cli.Tests;

/// <summary>The pictures in docs are what the tool makes.</summary>
public sealed class PictureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string Folder = Path.Join(ToolProcess.Checkout, "docs", "pictures");

    [Fact(Skip = "The bytes are those of Linux.", SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    public async Task The_tool_makes_the_pictures_of_the_page_again()
    {
        using var tool = new ToolProcess();
        await RunAsync(tool, "--config", Path.Join(Folder, "thumbs.json"), "-o", "made", "--manifest", "made/manifest.json");
        await RunAsync(tool, "made/small", "-o", "made/kernels", "--size", "159", "--enlarge", "--kernel", "nearest", "--format", "jpeg", "--quality", "90");

        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(tool.At("made/manifest.json"), Cancellation));
        var placeholder = manifest.RootElement.GetProperty("sources").EnumerateArray().Single(source => source.TryGetProperty("placeholder", out _)).GetProperty("placeholder").GetString()!;
        await File.WriteAllBytesAsync(tool.At("placeholder.webp"), Convert.FromBase64String(placeholder[(placeholder.IndexOf(',', StringComparison.Ordinal) + 1)..]), Cancellation);
        await RunAsync(tool, "placeholder.webp", "-o", "made/placeholders", "--size", "160", "--enlarge", "--format", "jpeg");

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
        var pages = string.Concat(await Task.WhenAll(Directory.GetFiles(Path.GetDirectoryName(Folder)!, "*.md").Select(path => File.ReadAllTextAsync(path, Cancellation))));
        var pictures = Directory.GetFiles(Folder).Where(path => Path.GetExtension(path) != ".json").ToList();

        Assert.All(pictures, path => Assert.Contains($"](pictures/{Path.GetFileName(path)})", pages, StringComparison.Ordinal));
        Assert.InRange(pictures.Sum(path => new FileInfo(path).Length), 1, 400_000);
    }

    private static async Task RunAsync(ToolProcess tool, params string[] args)
    {
        var (exitCode, _, error) = await tool.RunAsync([.. args, "--no-cache"]);
        Assert.True(exitCode == 0, error);
    }

    private static async Task<string> HashAsync(string path) =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path, Cancellation)));
}
