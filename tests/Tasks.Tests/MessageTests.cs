namespace Thumbs.Tasks.Tests;

/// <summary>Warnings and errors follow the same switches as a compiler's.</summary>
public sealed class MessageTests(Package package) : IDisposable
{
    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Failing_images_are_errors_or_warnings_as_the_project_says()
    {
        _project.Write("assets/bad.png", "This is no image.");
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Properties += "<ThumbnailsFailOnError>false</ThumbnailsFailOnError>";
        _project.WriteProject();
        var warned = (await _project.BuildAsync()).Expect(0);
        Assert.Contains($"{_project["assets/bad.png"]} : warning THUMB0104:", warned.Output, StringComparison.Ordinal);
        Assert.Equal(["a.png"], _project.Files(Path.Combine(_project.Bin, "thumbs")));

        // Each of them has to run the engine, or there is nothing to report.
        await ExpectAsync(0, "0 Warning(s)", "-p:NoWarn=THUMB0104");
        await ExpectAsync(1, "error THUMB0104", "-p:WarningsAsErrors=THUMB0104");
        await ExpectAsync(1, "error THUMB0104", "-p:MSBuildWarningsAsErrors=THUMB0104");
        await ExpectAsync(1, "error THUMB0104", "-p:TreatWarningsAsErrors=true");
        await ExpectAsync(1, "error THUMB0104", "-p:MSBuildTreatWarningsAsErrors=true");
        await ExpectAsync(0, "warning THUMB0104", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=THUMB0104");
        await ExpectAsync(1, "error THUMB0104", "-warnaserror");
        await ExpectAsync(0, "warning THUMB0104", "-warnaserror", "-warnnotaserror:THUMB0104");
    }

    [Fact]
    public async Task A_build_that_made_something_says_so_without_being_asked()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.WriteProject();
        var made = (await _project.BuildAsync("-v:m")).Expect(0);
        Assert.Matches(@"Thumbs: 1 made, 0 up to date, 0 failed in [\d.]+ s \(\d+ bytes in, \d+ bytes out\)", made.Output);

        File.SetLastWriteTimeUtc(_project["assets/a.png"], DateTime.UtcNow);
        Assert.DoesNotContain("Thumbs: ", (await _project.BuildAsync("-v:m")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_has_the_address_of_its_explanation()
    {
        _project.Write("assets/bad.png", "This is no image.");
        _project.WriteProject();

        // A binary log does not contain the link; a terminal shows it (OSC 8).
        var build = (await _project.BuildAsync("--tl:on")).Expect(1);
        Assert.Contains(
            "\x1b]8;;https://github.com/dotnet-thumbs/thumbs/blob/main/docs/diagnostics.md#thumb0104\x1b\\THUMB0104", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_may_go_on_after_an_error()
    {
        _project.Write("assets/bad.png", "This is no image.");
        _project.WriteProject();
        _project.Write("all.proj", """
            <Project DefaultTargets="Build">
              <Target Name="Build">
                <MSBuild Projects="App.csproj" Targets="GenerateThumbnails" ContinueOnError="true" />
                <Message Importance="high" Text="went on" />
              </Target>
            </Project>
            """);
        (await _project.RunAsync("restore", "App.csproj")).Expect(0);
        var build = await _project.RunAsync("msbuild", "all.proj");
        Assert.Contains("error THUMB0104", build.Output, StringComparison.Ordinal);
        Assert.Contains("went on", build.Output, StringComparison.Ordinal);
    }

    private async Task ExpectAsync(int exitCode, string text, params string[] arguments)
    {
        File.Delete(Path.Combine(_project.Obj, "thumbnails.stamp"));
        var build = (await _project.RunAsync(["build", "--no-restore", "-t:GenerateThumbnails", .. arguments])).Expect(exitCode);
        Assert.Contains(text, build.Output, StringComparison.Ordinal);
    }
}
