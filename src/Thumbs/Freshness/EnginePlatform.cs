using System.Runtime.InteropServices;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The platform that renditions are made on, as far as their bytes depend on it.</summary>
/// <remarks>
/// Determined by making the same renditions of photographs, odd files and noise, in every format and with every option, with
/// the same libvips on the three platforms of <see cref="Compared"/>. Where <see cref="Decides"/> is false they were equal on all
/// of them; tests compare them with stored digests, on arm64 under qemu (<c>tests/arm64/run</c>).
/// </remarks>
/// <param name="name">As .NET names platforms: <c>linux-arm64</c>.</param>
public sealed class EnginePlatform(string name)
{
    /// <summary>The platform whose keys do not name it.</summary>
    private const string Unnamed = "linux-x64";

    /// <summary>Other platforms were not compared; everything counts as specific to them.</summary>
    private static readonly string[] Compared = [Unnamed, "linux-arm64", "win-x64"];

    /// <summary>That of this process, and of the workers that it starts.</summary>
    public static EnginePlatform Here() => new($"{SystemName()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>The platform part of a rendition's key.</summary>
    /// <param name="source">The format of the source.</param>
    /// <param name="recipe">Of the rendition.</param>
    public string InKey(ImageFormat source, Recipe recipe) => Named(Decides(source, recipe));

    /// <summary>The platform part of a plan's digest, where the bytes of some renditions depend on it.</summary>
    /// <param name="jobs">All of the plan's. The format of a source is taken from its name: it was not opened yet.</param>
    public string InPlan(IEnumerable<Job> jobs) => Named(jobs.Any(job =>
    {
        var source = FormatNames.ByName(job.Source.FileName) ?? ImageFormat.Png;
        return job.Renditions.Any(rendition => Decides(source, rendition.Recipe));
    }));

    private string Named(bool decides) =>
        name != Unnamed && (decides || !Compared.Contains(name, StringComparer.Ordinal)) ? $", on {name}" : "";

    private static bool Decides(ImageFormat source, Recipe recipe) =>
        // Pictures with alpha, which only JPEG never has, differed on arm64 in one pixel of millions, and WebP in most: fused
        // multiplications and NEON round differently.
        source != ImageFormat.Jpeg
        // Differed on arm64 in a third of all sizes.
        || recipe.Kernel == Kernel.Nearest
        // Differed on arm64.
        || recipe.Format is ImageFormat.Avif
        // Differed on Windows, in the order of the palette, which a PNG has where its colours are few.
        or ImageFormat.Gif or ImageFormat.Png;

    private static string SystemName()
    {
        if (OperatingSystem.IsWindows())
            return "win";
        if (OperatingSystem.IsMacOS())
            return "osx";
        // Alpine's own .NET is named after the distribution, all others after the C library.
        var runtime = RuntimeInformation.RuntimeIdentifier;
        return runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
            : OperatingSystem.IsLinux() ? "linux"
            : "other";
    }
}
