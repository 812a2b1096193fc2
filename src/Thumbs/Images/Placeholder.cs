using System.Buffers;
using System.Buffers.Text;

namespace Thumbs.Images;

/// <summary>What a page shows in the place of an image until it is there. It is of the whole upright picture, whatever renditions are cut to.</summary>
/// <param name="Colour">The dominant colour, <c>#rrggbb</c> in lower case; white where nothing of the picture is seen.</param>
/// <param name="Data">A tiny picture as a data URI, <c>data:image/webp;base64,…</c>, shorter than <see cref="MostLength"/>.</param>
/// <param name="ThumbHash">In base64; of 5 to 25 bytes.</param>
public sealed record Placeholder(string Colour, string Data, string ThumbHash)
{
    /// <summary>The start of every data URI.</summary>
    public const string Prefix = "data:image/webp;base64,";

    /// <summary>In characters; a data URI has fewer.</summary>
    public const int MostLength = 200;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private const int LeastHash = 5;
    private const int MostHash = 25;

    /// <summary>Whether the texts are what they should be. They are put into pages, so those that were read are not believed before.</summary>
    public bool IsSound => IsColour(Colour) && IsDataUri(Data) && BytesOf(ThumbHash) is >= LeastHash and <= MostHash;

    private static bool IsColour(string text) => text is ['#', _, _, _, _, _, _] && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0;

    private static bool IsDataUri(string text) =>
        text.Length < MostLength && text.StartsWith(Prefix, StringComparison.Ordinal) && BytesOf(text.AsSpan(Prefix.Length)) > 0;

    /// <summary>The bytes of a text in base64 without blanks; -1 where it is none.</summary>
    private static int BytesOf(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('+', 'z') < 0 && Base64.IsValid(text, out var length) ? length : -1;
}
