using NetVips;

namespace Thumbs.Imaging.Library;

/// <summary>The message of a libvips error, in one line.</summary>
public static class VipsMessage
{
    /// <summary>
    /// The first line with information, without the name of the operation; <see langword="null"/> where there is
    /// none. NetVips' own first line only names the call that failed, and libvips closes with lines that repeat it.
    /// </summary>
    public static string? Of(VipsException fault)
    {
        var lines = fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.FirstOrDefault(Tells) is not { } telling)
            return null;
        var colon = telling.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && !telling.AsSpan(0, colon).Contains(' ') ? telling[(colon + 2)..] : telling;
    }

    /// <summary>Forgets what libvips had to say of images before: NetVips empties its buffer into each exception that is made.</summary>
    public static void Forget() => _ = new VipsException("");

    private static bool Tells(string line) =>
        !line.StartsWith("unable to", StringComparison.Ordinal) && !line.Contains("bad seek", StringComparison.Ordinal);
}
