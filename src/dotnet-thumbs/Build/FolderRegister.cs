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
    /// <summary>Another build of the same project makes the same images: it may have many.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

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
    /// <param name="waits">Called with what is waited for when that takes long.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ThumbsException">The register cannot be written, or the lock is not free in time.</exception>
    public static async Task<FolderRegister> HoldAsync(string path, string folder, Action<string> waits, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = await FileLock.WaitAsync(
                () => FileLock.TryTake(path), Limit, () => waits($"Waiting for another build of this project, which holds {path}"), cancellation)
                ?? throw new ThumbsException(Diagnostic.OutputInUse.At(path, $"Another build of this project has been at work for {Limit.TotalHours} hours"));
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

    private static async Task WriteAsync(FileStream file, IEnumerable<string> folders, CancellationToken cancellation)
    {
        file.SetLength(0);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(folders.Select(folder => folder + "\n"))), cancellation);
        await file.FlushAsync(cancellation);
    }
}
