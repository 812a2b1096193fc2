using NetVips;

namespace Thumbs.Imaging.Library;

/// <summary>What libvips has to say about a fault, in one line.</summary>
internal static class VipsMessage
{
    /// <summary>
    /// The first line that tells something, without the name of the operation before it; <see langword="null"/> where none
    /// does. NetVips' own first line only says which call failed, and libvips closes with lines that say so again.
    /// </summary>
    public static string? Of(VipsException fault)
    {
        var lines = fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.FirstOrDefault(Tells) is not { } telling)
            return null;
        var colon = telling.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && !telling.AsSpan(0, colon).Contains(' ') ? telling[(colon + 2)..] : telling;
    }

    private static bool Tells(string line) =>
        !line.StartsWith("unable to", StringComparison.Ordinal) && !line.Contains("bad seek", StringComparison.Ordinal);
}
