using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Build;

/// <summary>
/// The project whose builds write to an output folder, by a file in it: another project's build would delete what it does not ask for. The
/// file has the path from the folder, so that a copy or a move of both changes nothing.
/// </summary>
internal static class FolderOwner
{
    private const string Name = ReservedName.Prefix + "project";

    /// <summary>In characters; longer is no path.</summary>
    private const int MostLength = 32_767;

    /// <param name="folder">The output folder; absolute.</param>
    /// <param name="project">The project file; absolute.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="ThumbsException">The folder is that of another project, or the file cannot be written.</exception>
    public static async Task ClaimAsync(string folder, string project, CancellationToken cancellation)
    {
        var file = Path.Join(folder, Name);
        var own = Path.GetRelativePath(folder, project).Replace(Path.DirectorySeparatorChar, '/');
        if (Read(file) is { } other && other != own && Path.GetFullPath(other, folder) is var path && File.Exists(path))
        {
            throw new ThumbsException(Diagnostic.OutputOfOthers.At(project,
                $"ThumbnailsOutputPath: {folder} is the folder of {path} already, whose thumbnails would be deleted; give each project a folder of its own"));
        }
        await StableFile.WriteAsync(file, Encoding.UTF8.GetBytes(own), cancellation);
    }

    private static string? Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > 0 and <= MostLength } && File.ReadAllText(file) is var text && !text.Contains('\0', StringComparison.Ordinal)
                ? text
                : null;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(file, exception);
        }
    }
}
