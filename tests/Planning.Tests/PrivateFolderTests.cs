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

    [Fact]
    public void One_that_others_can_write_to_is_refused()
    {
        Platform.SkipOnWindows("modes of files are Unix's.");
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

    [Fact]
    public void A_link_is_refused()
    {
        Platform.SkipOnWindows("the folder for temporary files is the user's own.");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "link");
        PrivateFolder.Ensure(Path.Combine(folder.Path, "target"));
        Directory.CreateSymbolicLink(path, Path.Combine(folder.Path, "target"));

        Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Ensure(path));
    }

    [Fact]
    public void One_of_somebody_else_is_refused_by_root_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can give a folder away.");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "theirs");
        PrivateFolder.Ensure(path);
        using (var given = Process.Start("chown", ["65534", path]))
            given.WaitForExit();

        Assert.Throws<UnauthorizedAccessException>(() => PrivateFolder.Ensure(path));
    }
}
