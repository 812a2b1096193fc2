using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Imaging.Writing;

namespace Thumbs.Planning.Tests;

/// <summary>Links that somebody puts into the output folder, at whatever moment, lead no file out of it.</summary>
public sealed class StraightPathTests : IDisposable
{
    private const string OnlyLinux = "Only Linux opens files without following links in their folders.";

    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public StraightPathTests()
    {
        _root = RealPath.Of(_folder.Path);
        _folder.With("out/ours.tmp", "outside/theirs.txt");
        File.WriteAllText(At("outside/theirs.txt"), "theirs");
        if (OperatingSystem.IsLinux())
            Directory.CreateSymbolicLink(At("out/link"), At("outside"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private string At(string name) => Path.Join(_root, name);

    [Theory(Skip = OnlyLinux, SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    [InlineData("out/link/new.txt")]
    [InlineData("out/link/deep/er/new.txt")]
    public void No_file_is_made_behind_a_link(string path)
    {
        Assert.ThrowsAny<IOException>(() => StraightPath.CreateNew(At(path)).Dispose());
        Assert.ThrowsAny<IOException>(() => StraightPath.Take(At(path)).Dispose());
        Assert.ThrowsAny<IOException>(() => StraightPath.TryGiveName(At("out/ours.tmp"), At(path), Cancellation));
        Assert.ThrowsAny<IOException>(() => StraightPath.Replace(At("out/ours.tmp"), At(path), Cancellation));
        Assert.Equal(Diagnostic.CannotWrite, Assert.Throws<ThumbsException>(() => OutputFile.Write(At(path), "bytes"u8)).Problem.Diagnostic);
        Assert.Equal([At("outside/theirs.txt")], Directory.EnumerateFileSystemEntries(At("outside")));
        Assert.True(File.Exists(At("out/ours.tmp")));
    }

    [Fact(Skip = OnlyLinux, SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    public void Nothing_behind_a_link_is_replaced_or_deleted()
    {
        Assert.ThrowsAny<IOException>(() => StraightPath.Replace(At("out/ours.tmp"), At("out/link/theirs.txt"), Cancellation));
        Assert.ThrowsAny<IOException>(() => StraightPath.Delete(At("out/link/theirs.txt"), Cancellation));
        Assert.Equal("theirs", File.ReadAllText(At("outside/theirs.txt")));
    }

    [Fact(Skip = OnlyLinux, SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    public void A_link_itself_is_replaced_and_deleted_and_not_what_it_leads_to()
    {
        File.CreateSymbolicLink(At("out/a.jpg"), At("outside/theirs.txt"));
        StraightPath.Replace(At("out/ours.tmp"), At("out/a.jpg"), Cancellation);
        Assert.Null(new FileInfo(At("out/a.jpg")).LinkTarget);

        File.CreateSymbolicLink(At("out/b.jpg"), At("outside/theirs.txt"));
        StraightPath.Delete(At("out/b.jpg"), Cancellation);
        Assert.False(Path.Exists(At("out/b.jpg")));
        Assert.Equal("theirs", File.ReadAllText(At("outside/theirs.txt")));
    }

    [Fact]
    public void A_new_file_is_new()
    {
        using (StraightPath.CreateNew(At("out/a/b/new.txt")))
            Assert.True(File.Exists(At("out/a/b/new.txt")));
        Assert.ThrowsAny<IOException>(() => StraightPath.CreateNew(At("outside/theirs.txt")).Dispose());
        Assert.Equal("theirs", File.ReadAllText(At("outside/theirs.txt")));
    }

    [Fact]
    public void A_name_that_is_taken_is_not_given()
    {
        Assert.False(StraightPath.TryGiveName(At("out/ours.tmp"), At("outside/theirs.txt"), Cancellation));
        Assert.False(StraightPath.TryGiveName(At("out/ours.tmp"), At("outside"), Cancellation));
        Assert.True(StraightPath.TryGiveName(At("out/ours.tmp"), At("out/new/name.jpg"), Cancellation));
        Assert.Equal("theirs", File.ReadAllText(At("outside/theirs.txt")));
    }

    [Fact]
    public void Who_holds_a_file_keeps_others_out()
    {
        using (StraightPath.Take(At("out/lock")))
            Assert.True(FileLock.IsHeld(Assert.ThrowsAny<IOException>(() => StraightPath.Take(At("out/lock")).Dispose())));
        StraightPath.Take(At("out/lock")).Dispose();
    }
}
