using System.Runtime.InteropServices;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The kind of machine that makes renditions, as far as their bytes depend on it.</summary>
/// <remarks>
/// How it was found: the same renditions of photographs, odd files and noise, in every format and by every option, were made with
/// the same libvips on the three platforms of <see cref="Compared"/>. What <see cref="Decides"/> does not name was the same on all
/// of them, and the tests hold it to stored digests where they run: not on arm64 so far.
/// </remarks>
/// <param name="name">As .NET names platforms: <c>linux-arm64</c>.</param>
internal sealed class EnginePlatform(string name)
{
    /// <summary>That of the keys that name none.</summary>
    private const string Unnamed = "linux-x64";

    /// <summary>On any other, nothing is known to be the same, and everything counts as made there only.</summary>
    private static readonly string[] Compared = [Unnamed, "linux-arm64", "win-x64"];

    /// <summary>That of this process, and of the workers that it starts.</summary>
    public static EnginePlatform Here() => new($"{SystemName()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>What the key of a rendition ends with.</summary>
    /// <param name="source">The format of the source.</param>
    /// <param name="recipe">Of the rendition.</param>
    public string InKey(ImageFormat source, Recipe recipe) => Named(Decides(source, recipe));

    /// <summary>What tells a plan of this platform from that of another, where the bytes of some renditions depend on it.</summary>
    /// <param name="jobs">All of the plan's. Of what format a source is, its name tells: it was not opened yet.</param>
    public string InPlan(IEnumerable<Job> jobs) => Named(jobs.Any(job =>
    {
        var source = FormatNames.ByName(Path.GetFileName(job.Source.Path.AsSpan())) ?? ImageFormat.Png;
        return job.Renditions.Any(rendition => Decides(source, rendition.Recipe));
    }));

    private string Named(bool decides) =>
        name != Unnamed && (decides || !Compared.Contains(name, StringComparer.Ordinal)) ? $", on {name}" : "";

    private static bool Decides(ImageFormat source, Recipe recipe) =>
        // Pictures with alpha, which only JPEG never has, differed on arm64 in a pixel of millions, and WebP in most: both are the kind
        // of arithmetic that fused multiplications and NEON round otherwise.
        source != ImageFormat.Jpeg
        // Differed on arm64 in a third of all sizes.
        || recipe.Kernel == Kernel.Nearest
        // Differed on arm64.
        || recipe.Format is ImageFormat.Avif
        // Differed on Windows, in the order of the palette.
        or ImageFormat.Gif;

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
