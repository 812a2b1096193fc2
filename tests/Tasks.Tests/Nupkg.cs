using System.IO.Compression;
using System.Text;

namespace Thumbs.Tasks.Tests;

/// <summary>What is in a package.</summary>
/// <param name="Entries">The paths in it, in ordinal order.</param>
/// <param name="Nuspec">What it says of itself.</param>
internal sealed record Nupkg(IReadOnlyList<string> Entries, string Nuspec)
{
    public static async Task<byte[]> BytesAsync(string path, string entry)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var archive = await ZipFile.OpenReadAsync(path, cancellation);
        await using (archive)
        {
            var stream = await archive.GetEntry(entry)!.OpenAsync(cancellation);
            await using (stream)
            {
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, cancellation);
                return bytes.ToArray();
            }
        }
    }

    /// <summary>Changes a text in a package.</summary>
    public static async Task EditAsync(string path, string entry, Func<string, string> edit)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var text = Encoding.UTF8.GetString(await BytesAsync(path, entry));
        var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Update, cancellation);
        await using (archive)
        {
            archive.GetEntry(entry)!.Delete();
            var stream = await archive.CreateEntry(entry).OpenAsync(cancellation);
            await using (stream)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(edit(text)), cancellation);
        }
    }

    public static async Task<Nupkg> ReadAsync(string path)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var archive = await ZipFile.OpenReadAsync(path, cancellation);
        await using (archive)
        {
            using var nuspec = new StreamReader(
                await archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync(cancellation));
            return new([.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)], await nuspec.ReadToEndAsync(cancellation));
        }
    }
}
