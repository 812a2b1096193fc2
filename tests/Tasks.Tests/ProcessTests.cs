using System.Diagnostics;

using NetVips;

using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>The processes of a build: their number, cancellation, and kills.</summary>
[TestClass(DisableParallelization = true)]
public sealed class ProcessTests(Package package) : IDisposable
{
    private const int Images = 60;

    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Thumbs => Path.Combine(_project.Obj, "thumbnails/thumbs");

    /// <summary>Engine and workers of this test's own package.</summary>
    private IReadOnlyList<int> All => ProcessTree.Running(package.Version, "dotnet-thumbs.dll");

    private IReadOnlyList<int> Workers => ProcessTree.Running(package.Version, "dotnet-thumbs.dll\0worker");

    private IReadOnlyList<int> Engines => ProcessTree.Running(package.Version, "--build-request");

    /// <summary>Images that take a worker long, all different.</summary>
    private static void PaintSlow(Project project, int count)
    {
        Directory.CreateDirectory(project["assets"]);
        using var noise = Image.Perlin(1200, 900, cellSize: 32, seed: 1);
        for (var i = 0; i < count; i++)
        {
            using var grey = ((noise * 100) + 100 + i).Cast(Enums.BandFormat.Uchar);
            grey.WriteToFile(project[$"assets/{i:00}.png"]);
        }
    }

    private async Task RestoreSlowAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by /proc.");
        PaintSlow(_project, Images);
        _project.Body = """<ItemGroup><GenerateThumbnails Include="assets/*.png" Size="600" Formats="webp" Effort="6" /></ItemGroup>""";
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
    }

    private int Made => _project.Files(Thumbs).Count(file => file.EndsWith(".webp", StringComparison.Ordinal));

    /// <summary>A file is renamed into place just before it is recorded: the first few are both.</summary>
    private Task SomeAreMadeAsync(int before = 0)
    {
        const int Few = 4;
        return Eventually.TrueAsync(() => Made >= before + Few);
    }

    /// <summary>Every file in the folder of the thumbnails is complete, or one of the engine's own.</summary>
    private void AssertNothingIsHalfWritten()
    {
        foreach (var file in _project.Files(Path.Combine(_project.Obj, "thumbnails")).Where(file => Path.GetFileName(file) is not (".thumbs-state.json" or ".thumbs-state.journal" or ".thumbs-project")))
        {
            Assert.EndsWith(".webp", file, StringComparison.Ordinal);
            Assert.StartsWith("600x450 ", Picture.Of(Path.Combine(_project.Obj, "thumbnails", file)), StringComparison.Ordinal);
        }
    }

    /// <returns>How long it took until no process of a cancelled build was left.</returns>
    private async Task<TimeSpan> CancelledAsync()
    {
        var before = Made;
        using var build = _project.StartBuild();
        await SomeAreMadeAsync(before);
        ProcessTree.Interrupt(build.Id);
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => All.Count == 0);
        var elapsed = clock.Elapsed;
        await Dotnet.FinishAsync(build);
        return elapsed;
    }

    [Fact]
    public async Task A_cancelled_build_is_gone_within_a_second_and_leaves_nothing_half_written()
    {
        await RestoreSlowAsync();

        // Any run may be disturbed by the rest of the machine: the best one counts.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && best > TimeSpan.FromSeconds(1); attempt++)
        {
            var elapsed = await CancelledAsync();
            best = elapsed < best ? elapsed : best;
            AssertNothingIsHalfWritten();
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        // The next build continues from there.
        var done = _project.Files(Thumbs).Length;
        Assert.InRange(done, 1, Images - 1);
        var next = (await _project.BuildAsync()).Expect(0);
        Assert.Equal($"{Images - done} made, {done} up to date, 0 failed", next.Summary);
    }

    [Fact]
    public async Task Mistake_4_a_killed_build_leaves_a_truncated_file_that_is_trusted()
    {
        await RestoreSlowAsync();
        using var build = _project.StartBuild();
        await SomeAreMadeAsync();
        ProcessTree.Kill(Engines.Single());
        var killed = await Dotnet.FinishAsync(build);
        killed.Expect(1);
        Assert.Contains("error THUMB0401: The engine ended with exit code 137", killed.Output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => All.Count == 0);

        // This verbosity shows the progress.
        var next = (await _project.BuildAsync("-v:d")).Expect(0);
        Assert.Matches(@"^\d+ made, [1-9]\d* up to date, 0 failed", next.Summary);
        Assert.Matches($@"Thumbs: \d+ of {Images} done, ", next.Output);
        Assert.Equal(Images, _project.Files(Thumbs).Length);
        AssertNothingIsHalfWritten();
    }

    [Fact]
    public async Task An_image_whose_workers_are_killed_is_an_error_and_the_others_are_made()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by /proc.");
        const int Quick = 4;
        PaintSlow(_project, Quick + 1);
        _project.Properties += "<SlowEffort>9</SlowEffort>";
        _project.Body = $"""
            <ItemGroup>
              <GenerateThumbnails Include="assets/*.png" Exclude="assets/{Quick:00}.png" Size="60" />
              <GenerateThumbnails Include="assets/{Quick:00}.png" Size="1200" Formats="avif" Effort="$(SlowEffort)" />
            </ItemGroup>
            """;
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        using var build = _project.StartBuild();
        var finished = Dotnet.FinishAsync(build);
        var killed = 0;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!finished.IsCompleted && await look.WaitForNextTickAsync(Cancellation))
        {
            // Start and quick images take less: such a worker is at the slow one.
            foreach (var worker in Workers.Where(worker => ProcessTree.WorkOf(worker) > TimeSpan.FromSeconds(2)))
            {
                ProcessTree.Kill(worker);
                await Eventually.TrueAsync(() => !Workers.Contains(worker));
                killed++;
            }
        }

        var output = (await finished).Expect(1);
        Assert.Equal(2, killed);
        Assert.Contains($"{_project[$"assets/{Quick:00}.png"]} : error THUMB0201: ", output.Output, StringComparison.Ordinal);
        Assert.Equal($"{Quick} made, 0 up to date, 1 failed", output.Summary);

        // The next build continues from there.
        Assert.Equal($"1 made, {Quick} up to date, 0 failed", (await _project.BuildAsync("-p:SlowEffort=0")).Expect(0).Summary);
    }

    [Fact]
    public async Task Mistake_5_workers_are_not_bounded_and_outlive_the_task()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by /proc.");
        string[] names = ["one", "two", "three", "four"];
        foreach (var name in names)
        {
            _project.Write($"{name}/{name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <!-- Each is to make its own. -->
                    <ThumbnailsNoCache>true</ThumbnailsNoCache>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Thumbs.Tasks" Version="{package.Version}" PrivateAssets="all" />
                    <GenerateThumbnails Include="assets/*.png" Size="600" Formats="webp" />
                  </ItemGroup>
                </Project>
                """);
        }

        PaintSlow(_project, 8);
        foreach (var name in names)
        {
            Directory.CreateDirectory(_project[$"{name}/assets"]);
            foreach (var file in Directory.EnumerateFiles(_project["assets"]))
                File.Copy(file, _project[$"{name}/assets/{Path.GetFileName(file)}"]);
        }

        _project.Write("All.proj", """
            <Project DefaultTargets="Build">
              <ItemGroup><Each Include="*/*.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Each)" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Each)" BuildInParallel="true" /></Target>
            </Project>
            """);
        (await _project.RunAsync("msbuild", "All.proj", "-t:Restore")).Expect(0);
        using var build = Dotnet.Start(_project.Folder, "msbuild", "All.proj", "-m", "-v:n");
        var finished = Dotnet.FinishAsync(build);
        var most = 0;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!finished.IsCompleted && await look.WaitForNextTickAsync(Cancellation))
            most = Math.Max(most, Workers.Count);

        var output = (await finished).Expect(0).Output;
        Assert.InRange(most, 1, Environment.ProcessorCount);
        Assert.Equal(names.Length, output.Split("Thumbs: 8 made, 0 up to date, 0 failed").Length - 1);

        // When the build has ended, so has everything that it started.
        Assert.Empty(All);
    }
}
