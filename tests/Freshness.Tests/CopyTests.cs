using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

public sealed class CopyTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Renditions_of_a_renamed_source_are_copied()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        File.Move(_workshop.At("in/a.jpg"), _workshop.At("in/b.jpg"));
        Assert.Equal(["copied b.jpg"], await _workshop.RunAsync());
        Assert.Equal(_workshop.Read("thumbs/a.jpg"), _workshop.Read("thumbs/b.jpg"));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Another_name_template_copies()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Options = new() { NameTemplate = "small/{name}.{hash}.{ext}" };
        Assert.StartsWith("copied small/a.", Assert.Single(await _workshop.RunAsync()), StringComparison.Ordinal);
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Renditions_of_another_output_folder_are_copied_where_the_recipe_is_the_same()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Options = new() { Formats = [ImageFormat.WebP] };
        await _workshop.RunAsync();
        _workshop.Donors = [_workshop.OutputFolder];
        _workshop.Output = "other/thumbs";
        _workshop.Options = new() { Formats = [ImageFormat.Png, ImageFormat.WebP] };
        Assert.Equal(["copied a.webp", "made a.png"], await _workshop.RunAsync());
        Assert.Equal(_workshop.Read("thumbs/a.webp"), _workshop.Read("other/thumbs/a.webp"));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Only_what_can_be_copied_is_copied()
    {
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg] };
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("in/b.jpg", "picture a");
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        Assert.Equal(["made a.webp", "copied b.jpg", "made b.webp"], await _workshop.RunAsync());
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_source_of_the_same_size_but_other_bytes_is_made()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("in/b.jpg", "picture b");
        Assert.Equal(["made b.jpg"], await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_rendition_that_was_edited_is_not_copied()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var time = File.GetLastWriteTimeUtc(_workshop.At("thumbs/a.jpg"));
        _workshop.Write("thumbs/a.jpg", _workshop.Read("thumbs/a.jpg").ToUpperInvariant());
        File.SetLastWriteTimeUtc(_workshop.At("thumbs/a.jpg"), time);
        File.Move(_workshop.At("in/a.jpg"), _workshop.At("in/b.jpg"));
        Assert.Equal(["made b.jpg"], await _workshop.RunAsync());
        Assert.Empty(Directory.EnumerateFiles(_workshop.OutputFolder, "*.tmp"));
    }

    [Fact]
    public async Task Sources_that_swap_their_names_end_with_the_right_pictures()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Write("in/b.jpg", "picture b");
        await _workshop.RunAsync();
        File.Move(_workshop.At("in/a.jpg"), _workshop.At("in/c"));
        File.Move(_workshop.At("in/b.jpg"), _workshop.At("in/a.jpg"));
        File.Move(_workshop.At("in/c"), _workshop.At("in/b.jpg"));
        _workshop.Touch("in/a.jpg");
        Assert.Equal(["copied a.jpg", "made b.jpg"], await _workshop.RunAsync());
        Assert.EndsWith("picture b", _workshop.Read("thumbs/a.jpg"), StringComparison.Ordinal);
        Assert.EndsWith("picture a", _workshop.Read("thumbs/b.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_recipe_is_not_copied()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("in/b.jpg", "picture a");
        _workshop.Options = new() { Sharpen = true };
        Assert.Equal(["made a.jpg", "copied b.jpg"], (await _workshop.RunAsync("in/a.jpg")).Concat(await _workshop.RunAsync("in/b.jpg")));
        Assert.Equal(_workshop.Read("thumbs/a.jpg"), _workshop.Read("thumbs/b.jpg"));
    }
}
