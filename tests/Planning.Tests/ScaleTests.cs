namespace Thumbs.Planning.Tests;

/// <summary>Neither time nor memory can be measured while other tests run.</summary>
[CollectionDefinition(nameof(ScaleTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(ScaleTests))]
public sealed class ScaleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = "Wine: each name is looked up by a search through its folder, which takes minutes for a hundred thousand.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void A_hundred_thousand_files_are_planned_in_seconds_and_within_a_hundred_megabytes()
    {
        const int Folders = 100;
        const int FilesEach = 1000;
        for (var folder = 0; folder < Folders; folder++)
        {
            var path = Directory.CreateDirectory(_folder.At($"in/album {folder}")).FullName;
            for (var file = 0; file < FilesEach; file++)
                File.Create(Path.Join(path, $"DSC_{file:0000}.JPG")).Dispose();
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Environment.CpuUsage.TotalTime;
        var plan = _folder.Plan("in");
        var taken = Environment.CpuUsage.TotalTime - start;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(Folders * FilesEach, plan.Jobs.Count);
        TestContext.Current.SendDiagnosticMessage($"{taken.TotalMilliseconds:0} ms, {bytes / 1_000_000} MB");
        // Processor time, so that a busy machine does not matter: about a second; the bound leaves room for a slow machine and fails for anything quadratic.
        Assert.True(taken < TimeSpan.FromSeconds(10), $"{taken}");
        Assert.True(bytes < 100_000_000, $"{bytes} bytes");
        GC.KeepAlive(plan);
    }
}
