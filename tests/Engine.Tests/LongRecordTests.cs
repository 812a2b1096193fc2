using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Images;

namespace Thumbs.Engine.Tests;

/// <summary>A record so long that the plan is made while it is read.</summary>
public sealed class LongRecordTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_made_again_and_one_change_once()
    {
        await MakeLongAsync();

        Assert.Empty(await _album.RunAsync());
        _album.Write("in/b.jpg", "another b");
        Assert.Equal(["made b.jpg"], await _album.RunAsync());
        Assert.InRange(new FileInfo(_album.StateFile).Length, 4 << 20, long.MaxValue);
    }

    [Fact]
    public async Task A_request_that_is_wrong_ends_as_any_other_and_the_next_run_is_free()
    {
        await MakeLongAsync();

        var wrong = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync(request => request with { Inputs = ["nowhere"] }));
        Assert.Equal(Diagnostic.NoSuchInput, wrong.Problem.Diagnostic);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_folder_that_is_in_use_is_told_although_a_plan_is_being_made()
    {
        await MakeLongAsync();

        using (var other = _album.Open())
        {
            other.Hold();
            var used = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync());
            Assert.Equal(Diagnostic.OutputInUse, used.Problem.Diagnostic);
        }

        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_source_that_moved_is_found_among_all_by_its_size()
    {
        await MakeLongAsync();
        File.Move(_album.At("in/b.jpg"), _album.At("in/z.jpg"));

        Assert.Equal(["copied z.jpg"], await _album.RunAsync());
    }

    /// <summary>Two sources that are up to date, and thousands of records beside them.</summary>
    private async Task MakeLongAsync()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        await _album.RunAsync();
        var (state, _) = FolderBooks.Read(new(_album.OutputFolder), [], Cancellation);
        var own = state.Records.First();
        for (var i = 0; i < 16_000; i++)
        {
            var digest = Digest.OfText($"{i}");
            state.Put(own with
            {
                Source = $"../elsewhere/{i}.jpg",
                Facts = own.Facts with { Bytes = 1000 + (i % 100), Sha256 = digest },
                Renditions = [own.Renditions[0] with { Output = $"elsewhere/{i}.jpg", Facts = own.Renditions[0].Facts with { Sha256 = digest } }],
            });
        }

        state.Save();
    }
}
