using System.Diagnostics;

namespace Thumbs.Tests;

/// <summary>Makes what has the name of a file and is none.</summary>
internal static class SpecialFiles
{
    /// <summary>The kinds of it; <c>folder</c> beside them.</summary>
    public static readonly string[] Kinds = ["pipe", "device", "link to a pipe", "link to nothing"];

    /// <summary>Puts one in the place of whatever stands there, or skips the test where there is no such thing.</summary>
    public static void Put(string kind, string path)
    {
        Platform.SkipOnWindows("pipes and devices have names of their own.");
        if (File.Exists(path))
            File.Delete(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (kind)
        {
            case "pipe":
                MakePipe(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "link to a pipe":
                MakePipe(path + ".end");
                File.CreateSymbolicLink(path, path + ".end");
                break;
            case "link to nothing":
                File.CreateSymbolicLink(path, path + ".nothing");
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null);
        }
    }

    private static void MakePipe(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }
}
