namespace Thumbs.Benchmarks;

/// <summary>A folder that is deleted with all that is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-benchmark-");

    public string Path => _folder.FullName;

    public string At(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
