using Thumbs.Files;

namespace Thumbs.Freshness.Tests;

/// <summary>Who may read what is made is for the umask to say, wherever it comes from.</summary>
public sealed class UmaskTests
{
    [Theory(Skip = "Windows: modes of files are Unix's.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)]
    public void A_copy_has_the_mode_of_a_new_file_and_not_that_of_the_other(UnixFileMode mode)
    {
        var folder = Directory.CreateTempSubdirectory("thumbs-umask-");
        try
        {
            var (made, copied) = (Path.Join(folder.FullName, "made"), Path.Join(folder.FullName, "copied"));
            TemporaryFile.Write(made, new byte[3_000_000]);
#pragma warning disable CA1416 // Not on Windows, as said.
            var usual = File.GetUnixFileMode(made);
            File.SetUnixFileMode(made, mode);

            TemporaryFile.Copy(made, copied);

            Assert.Equal(usual, File.GetUnixFileMode(copied));
#pragma warning restore CA1416
            Assert.Equal(File.ReadAllBytes(made), File.ReadAllBytes(copied));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
