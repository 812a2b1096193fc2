using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class CopyTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    [Fact]
    public async Task Renditions_of_a_renamed_source_are_copied()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        File.Move(_album.At("in/a.jpg"), _album.At("in/b.jpg"));
        Assert.Equal(["copied b.jpg"], await _album.RunAsync());
        Assert.Equal(_album.Read("thumbs/a.jpg"), _album.Read("thumbs/b.jpg"));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Another_name_template_copies()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Options = new() { NameTemplate = "small/{name}.{hash}.{ext}" };
        Assert.StartsWith("copied small/a.", Assert.Single(await _album.RunAsync()), StringComparison.Ordinal);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Renditions_of_another_output_folder_are_copied_where_the_recipe_is_the_same()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Options = new() { Formats = [ImageFormat.WebP] };
        await _album.RunAsync();
        _album.Donors = [_album.OutputFolder];
        _album.Output = "other/thumbs";
        _album.Options = new() { Formats = [ImageFormat.Png, ImageFormat.WebP] };
        Assert.Equal(["copied a.webp", "made a.png"], await _album.RunAsync());
        Assert.Equal(_album.Read("thumbs/a.webp"), _album.Read("other/thumbs/a.webp"));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Only_what_can_be_copied_is_copied()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg] };
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("in/b.jpg", "picture a");
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        Assert.Equal(["made a.webp", "copied b.jpg", "made b.webp"], await _album.RunAsync());
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_source_of_the_same_size_but_other_bytes_is_made()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("in/b.jpg", "picture b");
        Assert.Equal(["made b.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task A_rendition_that_was_edited_is_not_copied()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var time = File.GetLastWriteTimeUtc(_album.At("thumbs/a.jpg"));
        _album.Write("thumbs/a.jpg", _album.Read("thumbs/a.jpg").ToUpperInvariant());
        File.SetLastWriteTimeUtc(_album.At("thumbs/a.jpg"), time);
        File.Move(_album.At("in/a.jpg"), _album.At("in/b.jpg"));
        Assert.Equal(["made b.jpg"], await _album.RunAsync());
        Assert.Empty(Directory.EnumerateFiles(_album.OutputFolder, "*.tmp"));
    }

    [Fact]
    public async Task Sources_that_swap_their_names_end_with_the_right_pictures()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        await _album.RunAsync();
        File.Move(_album.At("in/a.jpg"), _album.At("in/c"));
        File.Move(_album.At("in/b.jpg"), _album.At("in/a.jpg"));
        File.Move(_album.At("in/c"), _album.At("in/b.jpg"));
        _album.Touch("in/a.jpg");
        Assert.Equal(["copied a.jpg", "made b.jpg"], await _album.RunAsync());
        Assert.EndsWith("picture b", _album.Read("thumbs/a.jpg"), StringComparison.Ordinal);
        Assert.EndsWith("picture a", _album.Read("thumbs/b.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_recipe_is_not_copied()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("in/b.jpg", "picture a");
        _album.Options = new() { Sharpen = true };
        Assert.Equal(["made a.jpg", "copied b.jpg"], (await _album.RunAsync("in/a.jpg")).Concat(await _album.RunAsync("in/b.jpg")));
        Assert.Equal(_album.Read("thumbs/a.jpg"), _album.Read("thumbs/b.jpg"));
    }
}
