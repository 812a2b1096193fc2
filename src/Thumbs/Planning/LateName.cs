using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>The placeholders of a name whose values are known only once the file is made.</summary>
/// <remarks>
/// A side carries what was asked for, as <c>{width=320}</c>: the planned names of two renditions differ also where their source
/// is too small for both, and they become one file. So does a hash that alone tells two renditions of a source apart: what was made is
/// found by its planned name.
/// </remarks>
public static class LateName
{
    public const string Hash = "{hash}";

    /// <summary>The hex digits of a SHA-256 that go into a name: 64 bits, enough that no two files of a site share them.</summary>
    private const int HashDigits = 16;

    private const string AnyWidth = "{width}";
    private const string AnyHeight = "{height}";
    private const string WidthAsked = "{width=";
    private const string HeightAsked = "{height=";
    private const string HashAsked = "{hash=";

    public static string WidthOf(Recipe recipe) => recipe.Width is { } asked ? $"{WidthAsked}{asked}}}" : AnyWidth;

    public static string HeightOf(Recipe recipe) => recipe.Height is { } asked ? $"{HeightAsked}{asked}}}" : AnyHeight;

    /// <summary>The renditions of one source, in the planned names of which a hash gets the recipe where without it two would be equal.</summary>
    public static IReadOnlyList<Rendition> ToldApart(IReadOnlyList<Rendition> renditions)
    {
        var several = renditions.Select(rendition => rendition.Output).Where(TellsFilesApart)
            .GroupBy(output => output, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key)
            .ToHashSet(StringComparer.Ordinal);
        return several.Count == 0 ? renditions : [.. renditions.Select(rendition => several.Contains(rendition.Output)
            ? rendition with { Output = rendition.Output.Replace(Hash, $"{HashAsked}{rendition.Recipe.Canonical}}}", StringComparison.Ordinal) }
            : rendition)];
    }

    /// <summary>The name of a file that is made.</summary>
    /// <param name="output">See <see cref="Rendition.Output"/>.</param>
    /// <param name="facts">Of the file.</param>
    public static string Resolve(string output, RenditionFacts facts)
    {
        return output.Contains('{', StringComparison.Ordinal)
            ? OfSize(output, facts.Width, facts.Height).Replace(Hash, facts.Sha256.ToString()[..HashDigits], StringComparison.Ordinal)
            : output;
    }

    /// <summary>The name of a file of which the size alone is known: a hash in it stays <c>{hash}</c>.</summary>
    /// <param name="output">See <see cref="Rendition.Output"/>.</param>
    /// <param name="width">In px.</param>
    /// <param name="height">In px.</param>
    public static string OfSize(string output, int width, int height)
    {
        if (!output.Contains('{', StringComparison.Ordinal))
            return output;
        output = Replaced(Replaced(output, HashAsked, _ => Hash), WidthAsked, _ => width.ToString());
        return Replaced(output, HeightAsked, _ => height.ToString())
            .Replace(AnyWidth, width.ToString(), StringComparison.Ordinal)
            .Replace(AnyHeight, height.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The name as far as it can be told of a source that is large enough: sides that only the source decides stay placeholders.</summary>
    public static string Foreseen(Rendition rendition)
    {
        if (!rendition.Output.Contains('{', StringComparison.Ordinal))
            return rendition.Output;
        var isExact = rendition.Recipe is { Width: null } or { Height: null } or { Fit: Fit.Cover or Fit.Contain or Fit.Fill };
        var output = Replaced(Replaced(rendition.Output, HashAsked, _ => Hash), WidthAsked, asked => isExact ? asked : AnyWidth);
        return Replaced(output, HeightAsked, asked => isExact ? asked : AnyHeight);
    }

    /// <summary>Whether two files of one planned name may still get different names.</summary>
    public static bool TellsFilesApart(string output) =>
        output.Contains(Hash, StringComparison.Ordinal) || output.Contains(HashAsked, StringComparison.Ordinal);

    /// <summary>A part of a source's own name that looks like a placeholder gets round brackets, so that it is not replaced.</summary>
    public static string Guarded(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        return text
            .Replace(AnyWidth, "(width)", StringComparison.Ordinal)
            .Replace(AnyHeight, "(height)", StringComparison.Ordinal)
            .Replace(Hash, "(hash)", StringComparison.Ordinal)
            .Replace(WidthAsked, "(width=", StringComparison.Ordinal)
            .Replace(HeightAsked, "(height=", StringComparison.Ordinal)
            .Replace(HashAsked, "(hash=", StringComparison.Ordinal);
    }

    /// <summary>Replaces each placeholder that begins so, given what was asked for.</summary>
    private static string Replaced(string output, string opening, Func<string, string> valueOf)
    {
        var open = output.IndexOf(opening, StringComparison.Ordinal);
        while (open >= 0 && output.IndexOf('}', open) is var close and > 0)
        {
            output = output[..open] + valueOf(output[(open + opening.Length)..close]) + output[(close + 1)..];
            open = output.IndexOf(opening, open, StringComparison.Ordinal);
        }

        return output;
    }
}
