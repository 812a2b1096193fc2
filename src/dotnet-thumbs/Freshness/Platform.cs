using System.Runtime.InteropServices;

using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The kind of machine that makes renditions, as far as their bytes depend on it.</summary>
/// <remarks>
/// How it was found: the same renditions of photographs and odd files, in every format and by every option, were made with the
/// same libvips on the three platforms of <see cref="Compared"/>. What is not named in <see cref="Decides"/> was the same on all
/// of them, and the tests hold it to stored digests wherever they run.
/// </remarks>
/// <param name="name">As .NET names platforms: <c>linux-arm64</c>.</param>
internal sealed class Platform(string name)
{
    /// <summary>That of the keys that name none.</summary>
    private const string Unnamed = "linux-x64";

    /// <summary>On any other, nothing is known to be the same, and everything counts as made there only.</summary>
    private static readonly string[] Compared = [Unnamed, "linux-arm64", "win-x64"];

    /// <summary>That of this process, and of the workers that it starts.</summary>
    public static Platform Here() => new($"{SystemName()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>What the key of a rendition ends with.</summary>
    /// <param name="source">The format of the source.</param>
    /// <param name="scale">What the source is decoded at.</param>
    /// <param name="rendition">The format of the rendition.</param>
    public string InKey(ImageFormat source, double scale, ImageFormat rendition) => Named(Decides(source, scale, rendition));

    /// <summary>What tells the plan of this platform from that of another, where some of its bytes may differ.</summary>
    /// <param name="jobs">All of the plan's. At what scale they will be decoded is not known yet, and their format by their names only.</param>
    public string InPlan(IEnumerable<Job> jobs) => Named(jobs.Any(job =>
        FormatNames.ByName(Path.GetFileName(job.Source.Path.AsSpan())) is var source
        && job.Renditions.Any(rendition => Decides(source ?? ImageFormat.Jpeg, scale: 0, rendition.Recipe.Format))));

    private string Named(bool decides) =>
        name != Unnamed && (decides || !Compared.Contains(name, StringComparer.Ordinal)) ? $", on {name}" : "";

    private static bool Decides(ImageFormat source, double scale, ImageFormat rendition) =>
        // libaom weighs its choices in floating point, and does so differently with the vectors of another processor.
        rendition is ImageFormat.Avif
        // libimagequant orders its palette by the qsort of the C library, which is free to order equals as it likes.
        or ImageFormat.Gif
        // libwebp's reduction while decoding rounds differently with NEON.
        || (source == ImageFormat.WebP && scale != 1);

    private static string SystemName()
    {
        if (OperatingSystem.IsWindows())
            return "win";
        if (OperatingSystem.IsMacOS())
            return "osx";
        // Alpine's own .NET is named after it, all others on its C library after that.
        var runtime = RuntimeInformation.RuntimeIdentifier;
        return runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
            : OperatingSystem.IsLinux() ? "linux"
            : "other";
    }
}
