namespace Thumbs.Tasks.Tests;

/// <summary>The same checkout makes the same thumbnails, in whatever folder and with whatever caches.</summary>
public sealed class ReproducibleTests(Package package) : IDisposable
{
    private readonly Project _one = new(package), _other = new(package, "elsewhere");

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Another_folder_without_a_network_gives_the_same_bytes()
    {
        foreach (var project in new[] { _one, _other })
        {
            project.Body = """<ItemGroup><GenerateThumbnails Include="assets/**/*.png" Widths="20;40" Formats="avif;webp;jpeg;png" /></ItemGroup>""";
            project.Paint("assets/a.png", [255, 0, 0]);
            project.Paint("assets/deep/b.png", [12, 200, 99]);
            project.WriteProject();
        }

        (await _one.BuildAsync()).Expect(0);
        (await _other.RestoreAsync()).Expect(0);
        var isCutOff = await CanBeCutOffAsync();
        using (var build = isCutOff ? Dotnet.StartProgram("unshare", _other.Folder, ["-rn", "dotnet", "build", "--no-restore"]) : _other.StartBuild())
            (await Dotnet.FinishAsync(build)).Expect(0);

        var made = Made(_one);
        Assert.Equal(17, made.Length);
        Assert.Equal(made, Made(_other));
        Assert.SkipUnless(isCutOff, "The bytes are the same, but no process can be cut off from the network here.");
    }

    /// <summary>Each thumbnail and the manifest, with its bytes.</summary>
    private static string[] Made(Project project) => [.. project.Files(Path.Combine(project.Bin, "thumbs"))
        .Select(name => Path.Combine(project.Bin, "thumbs", name))
        .Append(Path.Combine(project.Obj, "thumbnails.manifest.json"))
        .Select(file => $"{Path.GetRelativePath(project.Folder, file)} {Convert.ToBase64String(File.ReadAllBytes(file))}")];

    private async Task<bool> CanBeCutOffAsync()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var attempt = Dotnet.StartProgram("unshare", _other.Folder, ["-rn", "true"]);
        return (await Dotnet.FinishAsync(attempt)).ExitCode == 0;
    }
}
