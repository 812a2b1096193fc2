using Thumbs.Files;

namespace Thumbs.Engine.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("thumbs-runs-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void One_that_a_killed_process_left_is_deleted_by_the_next()
    {
        var left = Directory.CreateDirectory(Path.Join(_parent, "left"));
        File.WriteAllText(Path.Join(left.FullName, "spilled"), "much");
        File.WriteAllText(left.FullName + ".lock", "");

        using (RunFolder.Make(_parent))
            Assert.False(left.Exists && Directory.Exists(left.FullName));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
    }

    [Fact]
    public void One_in_use_stays()
    {
        using var first = RunFolder.Make(_parent);
        File.WriteAllText(Path.Join(first.Path, "spilled"), "much");

        using (var second = RunFolder.Make(_parent))
            Assert.NotEqual(first.Path, second.Path);

        Assert.True(File.Exists(Path.Join(first.Path, "spilled")));
    }

    [Fact]
    public void Where_the_parent_is_not_the_users_own_there_is_one_elsewhere()
    {
        Platform.SkipOnWindows("the folder for temporary files is the user's own.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_parent, (UnixFileMode)0b111_111_111);

        using var folder = RunFolder.Make(_parent);

        Assert.True(Directory.Exists(folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
    }
}
