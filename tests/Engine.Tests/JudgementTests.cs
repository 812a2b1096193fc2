using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class JudgementTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<Album> DoneAsync()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/x/b.png", "picture b");
        Assert.Equal(["made a.jpg", "made x/b.png"], await _album.RunAsync());
        return _album;
    }

    [Fact]
    public async Task Nothing_is_made_twice()
    {
        await DoneAsync();
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_run_that_makes_nothing_writes_nothing_and_reads_no_source()
    {
        await DoneAsync();
        var state = File.GetLastWriteTimeUtc(_album.StateFile);
        using var ledger = _album.Open();
        // Same size and time, other bytes: only reading could tell.
        var time = File.GetLastWriteTimeUtc(_album.At("in/a.jpg"));
        _album.Write("in/a.jpg", "PICTURE A");
        File.SetLastWriteTimeUtc(_album.At("in/a.jpg"), time);
        Assert.Empty(await _album.RunAsync());
        Assert.Equal(state, File.GetLastWriteTimeUtc(_album.StateFile));
        Assert.False(File.Exists(_album.JournalFile));
    }

    [Fact]
    public async Task A_touched_source_is_hashed_once_and_not_made()
    {
        await DoneAsync();
        _album.Touch("in/a.jpg");
        Assert.Empty(await _album.RunAsync());
        // Now its new time is on record: a change of its bytes with the same time is not seen.
        var time = File.GetLastWriteTimeUtc(_album.At("in/a.jpg"));
        _album.Write("in/a.jpg", "PICTURE A");
        File.SetLastWriteTimeUtc(_album.At("in/a.jpg"), time);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_time_too_young_to_be_trusted_is_not()
    {
        var time = DateTime.UtcNow;
        _album.Write("in/a.jpg", "picture a");
        File.SetLastWriteTimeUtc(_album.At("in/a.jpg"), time);
        await _album.RunAsync();
        _album.Write("in/a.jpg", "PICTURE A");
        File.SetLastWriteTimeUtc(_album.At("in/a.jpg"), time);
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Theory]
    [InlineData("picture A")]
    [InlineData("another picture")]
    public async Task A_changed_source_is_made(string content)
    {
        await DoneAsync();
        _album.Write("in/a.jpg", content);
        _album.Touch("in/a.jpg");
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        Assert.EndsWith(content, _album.Read("thumbs/a.jpg"), StringComparison.Ordinal);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_deleted_output_is_made()
    {
        await DoneAsync();
        File.Delete(_album.At("thumbs/x/b.png"));
        Assert.Equal(["made x/b.png"], await _album.RunAsync());
    }

    [Fact]
    public async Task A_truncated_output_is_made()
    {
        await DoneAsync();
        _album.Write("thumbs/a.jpg", "128");
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task An_edited_output_of_the_same_size_is_found_and_not_written_over()
    {
        await DoneAsync();
        var edited = _album.Read("thumbs/a.jpg").ToUpperInvariant();
        _album.Write("thumbs/a.jpg", edited);
        _album.Touch("thumbs/a.jpg");
        Assert.Equal(1, (await _album.EngineAsync()).ExitCode);
        Assert.Equal(edited, _album.Read("thumbs/a.jpg"));
    }

    [Fact]
    public async Task A_touched_output_is_hashed_and_not_made()
    {
        await DoneAsync();
        _album.Touch("thumbs/a.jpg");
        _album.Touch("thumbs/x/b.png");
        Assert.Empty(await _album.RunAsync());
        Assert.Equal(
            new FileInfo(_album.At("thumbs/a.jpg")).LastWriteTimeUtc.Ticks,
            Assert.Single((await _album.StateAsync()).Sources, source => source.Source.EndsWith("a.jpg", StringComparison.Ordinal)).Renditions[0].Modified);
    }

    [Fact]
    public async Task A_link_or_a_folder_in_the_place_of_an_output_is_not_it()
    {
        await DoneAsync();
        File.Delete(_album.At("thumbs/x/b.png"));
        Directory.CreateDirectory(_album.At("thumbs/x/b.png"));
        using (var ledger = _album.Open())
            Assert.False((ledger.Judge(_album.Plan().Jobs[1], Cancellation)).IsFresh);

        File.Move(_album.At("thumbs/a.jpg"), _album.At("elsewhere.jpg"));
        try
        {
            File.CreateSymbolicLink(_album.At("thumbs/a.jpg"), _album.At("elsewhere.jpg"));
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("Symbolic links are not permitted here.");
        }
        using var again = _album.Open();
        Assert.False((again.Judge(_album.Plan().Jobs[0], Cancellation)).IsFresh);
    }

    [Fact]
    public async Task A_changed_option_makes_what_it_affects_and_nothing_else()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP], Boxes = [new(100, null), new(200, null)] };
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Options = _album.Options with { Quality = PerFormat.Unset.With(ImageFormat.WebP, 60) };
        Assert.Equal(["made a-100.webp", "made a-200.webp"], await _album.RunAsync());
    }

    [Fact]
    public async Task An_option_without_meaning_for_the_format_makes_nothing()
    {
        await DoneAsync();
        _album.Options = _album.Options with { Position = Position.Top, Lossless = new() { Default = 1 } };
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_size_that_is_added_makes_nothing_of_the_others()
    {
        _album.Options = new() { Boxes = [new(100, null)], NameTemplate = "{name}-{width}.{ext}" };
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.png", "picture b");
        await _album.RunAsync();
        // A JPEG of 1024 px is decoded at a quarter for 100 px, in full for 900 px; a PNG always in full.
        _album.Options = _album.Options with { Boxes = [new(100, null), new(900, null)] };
        Assert.Equal(["made a-900.jpg", "made b-900.png"], await _album.RunAsync());
    }

    [Fact]
    public async Task A_codec_upgrade_makes_what_is_read_or_written_with_it_and_nothing_else()
    {
        _album.Options = new() { Formats = [null, ImageFormat.WebP] };
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.webp", "picture b");
        _album.Write("in/c.png", "picture c");
        await _album.RunAsync();
        _album.Libraries["webp"] = "1.7.0";
        Assert.Equal(["made a.webp", "made b.webp", "made c.webp"], await _album.RunAsync());
        _album.Libraries["mozjpeg"] = "2";
        Assert.Equal(["made a.jpg", "made a.webp"], await _album.RunAsync());
        _album.Libraries["vips"] = "9";
        Assert.Equal(5, (await _album.RunAsync()).Length);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task The_hash_in_a_name_is_filled_in_before_it_is_looked_for()
    {
        _album.Options = new() { NameTemplate = "{name}.{hash}.{ext}" };
        _album.Write("in/a.jpg", "picture a");
        Assert.Single(await _album.RunAsync());
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task The_verdict_tells_all_that_a_report_needs()
    {
        await DoneAsync();
        using var ledger = _album.Open();
        var verdict = ledger.Judge(_album.Plan().Jobs[0], Cancellation);
        Assert.True(verdict.IsFresh);
        Assert.Equal((ImageFormat.Jpeg, 1024, 768, 1), (verdict.Facts!.Format, verdict.Facts.Width, verdict.Facts.Height, verdict.Facts.Pages));
        Assert.Equal(Digest.OfFile(_album.At("in/a.jpg"), Cancellation), verdict.Facts.Sha256);
        var file = Assert.Single(verdict.Fresh)!;
        var sha256 = Digest.OfFile(_album.At("thumbs/a.jpg"), Cancellation);
        Assert.Equal(new RenditionFile(_album.At("thumbs/a.jpg"), ImageFormat.Jpeg, new(128, 96, new FileInfo(file.Path).Length, sha256)), file);
    }

    [Fact]
    public async Task A_state_moves_with_the_tree_that_it_lies_in()
    {
        await DoneAsync();
        using var moved = new Album();
        foreach (var file in Directory.EnumerateFiles(_album.At("."), "*", SearchOption.AllDirectories))
        {
            var to = moved.At(Path.GetRelativePath(_album.At("."), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            // A fresh checkout: the same bytes, other times.
            await File.WriteAllBytesAsync(to, await File.ReadAllBytesAsync(file, Cancellation), Cancellation);
        }
        Assert.Empty(await moved.RunAsync());
    }
}
