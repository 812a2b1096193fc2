using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Build;

/// <summary>
/// The output folders of one project's builds, for all its target frameworks, configurations and platforms, a path a line.
/// Builds of one project run one after the other: renditions that the first has made are copied by the others.
/// </summary>
internal sealed class FolderRegister : IDisposable
{
    /// <summary>An exclusively opened file is the only lock that all systems have and that ends with its process.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _file;

    private FolderRegister(FileStream file, IReadOnlyList<string> others)
    {
        _file = file;
        Others = others;
    }

    /// <summary>The folders of the other builds, as far as they exist.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>Waits for the lock, and adds a folder.</summary>
    /// <param name="path">Of the register; absolute.</param>
    /// <param name="folder">The output folder of this build; absolute.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ThumbsException">The register cannot be written.</exception>
    public static async Task<FolderRegister> HoldAsync(string path, string folder, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = await OpenAsync(path, cancellation);
            using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
            var known = (await reader.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var others = known.Where(other => other != folder && Directory.Exists(other)).ToList();
            if (known.Length != others.Count + 1 || !known.Contains(folder))
                await WriteAsync(file, [.. others, folder], cancellation);
            return new(file, others);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not DirectoryNotFoundException and not PathTooLongException)
            {
                await Task.Delay(Retry, cancellation);
            }
        }
    }

    private static async Task WriteAsync(FileStream file, IEnumerable<string> folders, CancellationToken cancellation)
    {
        file.SetLength(0);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(folders.Select(folder => folder + "\n"))), cancellation);
        await file.FlushAsync(cancellation);
    }
}
