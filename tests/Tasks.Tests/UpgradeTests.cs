using System.Text.RegularExpressions;

using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>Another version of the package redoes the images that it would make otherwise.</summary>
public sealed partial class UpgradeTests(Package package) : IDisposable
{
    private readonly Project _project = new(package)
    {
        Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/a.png" Size="40x30" />
              <GenerateThumbnails Include="assets/b.png" Size="40x30" Formats="webp" Lossless="true" />
            </ItemGroup>
            """,
    };

    public void Dispose() => _project.Dispose();

    [GeneratedRegex("(?<=\"webp\":\\s*\")[^\"]+")]
    private static partial Regex VersionOfWebP { get; }

    private async Task<string?> BuildWithAsync(string version)
    {
        _project.Reference = $"""<PackageReference Include="Thumbs.Tasks" Version="{version}" PrivateAssets="all" />""";
        _project.WriteProject();
        return (await _project.BuildAsync()).Expect(0).Summary;
    }

    [Fact]
    public async Task A_version_with_another_codec_redoes_the_images_of_its_format_and_one_with_the_same_none()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Paint("assets/b.png", [0, 255, 0]);
        Assert.Equal("2 made, 0 up to date, 0 failed", await BuildWithAsync(package.Version));

        Assert.Equal("0 made, 2 up to date, 0 failed", await BuildWithAsync(await package.RepackAsync()));

        var png = new FileInfo(Path.Combine(_project.Obj, "thumbnails/thumbs/a.png")).LastWriteTimeUtc;
        var upgraded = await package.RepackAsync(codecs => VersionOfWebP.Replace(codecs, "99.0"));
        Assert.Equal("1 made, 1 up to date, 0 failed", await BuildWithAsync(upgraded));
        Assert.Equal(png, new FileInfo(Path.Combine(_project.Obj, "thumbnails/thumbs/a.png")).LastWriteTimeUtc);
        Assert.Equal("40x30 0,255,0", Picture.Of(Path.Combine(_project.Bin, "thumbs/b.webp")));
        Assert.Null(await BuildWithAsync(upgraded));
    }
}
