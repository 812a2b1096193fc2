using System.Diagnostics;

namespace Thumbs.Planning.Tests;

public sealed class ScaleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
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
        var watch = Stopwatch.StartNew();
        var plan = _folder.Plan("in");
        watch.Stop();
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(Folders * FilesEach, plan.Jobs.Count);
        TestContext.Current.SendDiagnosticMessage($"{watch.ElapsedMilliseconds} ms, {bytes / 1_000_000} MB");
        // About a second on a quiet machine; the bound leaves room for a busy one and still catches anything quadratic.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.ElapsedMilliseconds} ms");
        Assert.True(bytes < 100_000_000, $"{bytes} bytes");
        GC.KeepAlive(plan);
    }
}
