using System.Security.Cryptography;
using System.Text;

using Thumbs.Images;

namespace Thumbs.FakeWorker;

/// <summary>
/// An imaging worker whose renditions are texts, made of nothing but the source's bytes and the recipe, so that a test can tell
/// whether the right ones were made. Every source counts as 1024 × 768 px in the format of its name.
/// </summary>
internal static class FakePictures
{
    /// <param name="job">The order.</param>
    /// <param name="log">A line is added for each rendition: source, tab, index.</param>
    public static WireResult Make(ImageJob job, string log)
    {
        var source = File.ReadAllBytes(job.Source);
        var made = new List<WireMade>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (job.Renditions[i].File is not { } file)
                continue;
            var bytes = Encoding.UTF8.GetBytes(TextOf(Encoding.UTF8.GetString(source), job.Renditions[i].Recipe));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
            File.AppendAllText(log, $"{job.Source}\t{i}\n");
            var size = Geometry.Of(1024, 768, job.Renditions[i].Recipe);
            made.Add(new(i, size.Width, size.Height, bytes.Length, Sha256Of(bytes)));
        }

        var format = FormatNames.ByName(Path.GetFileName(job.Source)) ?? ImageFormat.Jpeg;
        var facts = new WireSource(format.Name(), 1024, 768, Pages: 1, source.Length, Sha256Of(source));
        return new(job.Placeholder ? facts.WithPlaceholder() : facts, made, []);
    }

    /// <summary>The content of a rendition.</summary>
    public static string TextOf(string source, Recipe recipe) => $"{recipe.Canonical} of {source}";

    private static string Sha256Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
