using System.Diagnostics;

using Thumbs.Files;

namespace Thumbs.Planning.Tests;

/// <summary>Folders of known names where others could have made them first.</summary>
public sealed class PrivateFolderTests
{
    [Fact]
    public void It_is_made_for_the_user_alone_and_found_again()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "ours");

        PrivateFolder.Ensure(path);
        PrivateFolder.Ensure(path);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact(Skip = "Windows: modes of files are Unix's.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    public void One_that_others_can_write_to_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "ours");
        Directory.CreateDirectory(path);
        foreach (var others in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
#pragma warning disable CA1416 // Not on Windows, as said.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
#pragma warning restore CA1416
            Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Ensure(path));
        }
    }

    [Fact(Skip = "Windows: the folder for temporary files is the user's own.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    public void A_link_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "link");
        PrivateFolder.Ensure(Path.Combine(folder.Path, "target"));
        Directory.CreateSymbolicLink(path, Path.Combine(folder.Path, "target"));

        Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Ensure(path));
    }

    [Fact(Skip = "Only root of Linux can give a folder away.", SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinuxRoot))]
    public void One_of_somebody_else_is_refused_by_root_too()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "theirs");
        PrivateFolder.Ensure(path);
        using (var given = Process.Start("chown", ["65534", path]))
            given.WaitForExit();

        Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Ensure(path));
    }
}
