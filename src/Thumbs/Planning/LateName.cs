using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>The placeholders of a name whose values are known only once the file is made.</summary>
public static class LateName
{
    public const string Width = "{width}";
    public const string Height = "{height}";
    public const string Hash = "{hash}";

    /// <summary>The hex digits of a SHA-256 that go into a name: 64 bits, enough that no two files of a site share them.</summary>
    private const int HashDigits = 16;

    /// <summary>The name of a file that is made.</summary>
    /// <param name="output">See <see cref="Rendition.Output"/>.</param>
    /// <param name="facts">Of the file.</param>
    public static string Resolve(string output, RenditionFacts facts)
    {
        if (!output.Contains('{', StringComparison.Ordinal))
            return output;
        return output
            .Replace(Width, facts.Width.ToString(), StringComparison.Ordinal)
            .Replace(Height, facts.Height.ToString(), StringComparison.Ordinal)
            .Replace(Hash, facts.Sha256.ToString()[..HashDigits], StringComparison.Ordinal);
    }

    /// <summary>Whether two files of one planned name may still get different names.</summary>
    public static bool TellsFilesApart(string output) => output.Contains(Hash, StringComparison.Ordinal);

    /// <summary>A part of a source's own name that looks like a placeholder gets round brackets, so that it is not replaced.</summary>
    public static string Guarded(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        return text
            .Replace(Width, "(width)", StringComparison.Ordinal)
            .Replace(Height, "(height)", StringComparison.Ordinal)
            .Replace(Hash, "(hash)", StringComparison.Ordinal);
    }
}
