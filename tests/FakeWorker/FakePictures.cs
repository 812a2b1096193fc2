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
    /// <param name="tell">As an imaging worker tells it.</param>
    /// <param name="log">A folder; a line is added for each rendition to the file that has the process's id: source, tab, index.</param>
    /// <param name="before">Is called before each rendition.</param>
    public static WireResult Make(ImageJob job, Action<WireResult> tell, string log, Action<int>? before = null)
    {
        if (job.SizesOnly)
            return WireResult.OfSizes(job, 1024, 768);
        var format = FormatNames.ByName(Path.GetFileName(job.Source)) ?? ImageFormat.Jpeg;
        var source = File.ReadAllBytes(job.Source);
        var made = new List<WireMade>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (job.Renditions[i].File is not { } file)
                continue;
            if (job.Renditions.Count > 1)
                tell(Result() with { At = [i] });
            before?.Invoke(i);
            var bytes = Encoding.UTF8.GetBytes(TextOf(Encoding.UTF8.GetString(source), job.Renditions[i].Recipe));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
            File.AppendAllText(Path.Combine(log, $"{Environment.ProcessId}"), $"{job.Source}\t{i}\n");
            var size = Geometry.Of(1024, 768, job.Renditions[i].Recipe);
            made.Add(new(i, size.Width, size.Height, bytes.Length, Sha256Of(bytes)));
        }

        return Result();

        WireResult Result()
        {
            var facts = new WireSource(format.Name(), 1024, 768, Pages: 1, source.Length, Sha256Of(source));
            return new(job.Placeholder ? facts.WithPlaceholder() : facts, [.. made], []);
        }
    }

    /// <param name="index">Of the rendition that is begun.</param>
    /// <param name="trouble">Nothing, or the index that it comes with, <c>die</c> or <c>hang</c>, and a file that is made where it comes only once.</param>
    public static void Trouble(int index, string[] trouble)
    {
        if (trouble is not [var at, var deed, .. var once] || int.Parse(at) != index || (once is [var file] && File.Exists(file)))
            return;
        if (once is [var mark])
            File.WriteAllText(mark, "");
        if (deed == "die")
            Environment.Exit(9);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>The content of a rendition.</summary>
    public static string TextOf(string source, Recipe recipe) => $"{recipe.Canonical} of {source}";

    private static string Sha256Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
