namespace Thumbs.Files;

/// <summary>A folder for temporary files. That of a process that was killed is deleted by the next one of the same user.</summary>
public sealed class RunFolder : IDisposable
{
    private const string LockExtension = ".lock";

    /// <summary>Held while the folder is in use, and deleted at the end; <see langword="null"/> where there is no place for it.</summary>
    private readonly FileStream? _lock;

    private RunFolder(string path, bool isLocked)
    {
        Path = path;
        if (isLocked)
            _lock = new(path + LockExtension, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        Directory.CreateDirectory(path);
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <param name="parent">Where those of a user are; by default below the system's folder for temporary files.</param>
    /// <exception cref="IOException">None can be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static RunFolder Make(string? parent = null)
    {
        parent ??= System.IO.Path.Join(System.IO.Path.GetTempPath(), $"thumbs-runs-{Environment.UserName}");
        try
        {
            PrivateFolder.Ensure(parent);
            Sweep(parent);
            return new(System.IO.Path.Join(parent, $"{Guid.NewGuid():N}"), isLocked: true);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Somebody else has the name, or has just swept this one.
            return new(Directory.CreateTempSubdirectory("thumbs-").FullName, isLocked: false);
        }
    }

    public void Dispose()
    {
        Delete(Path);
        _lock?.Dispose();
    }

    private static void Sweep(string parent)
    {
        foreach (var file in Directory.EnumerateFiles(parent, "*" + LockExtension))
        {
            using var left = FileLock.TryTake(file);
            if (left is null)
                continue;
            Delete(file[..^LockExtension.Length]);
            TemporaryFile.Discard(file);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // A worker that is ending may still write to it; the lock file tells the next run of it, or the system clears it one day.
        }
    }
}
