using System.Globalization;

namespace Thumbs.Cli.Reports;

/// <summary>
/// Removes control characters from terminals and logs: names of files and their metadata come from others, and
/// could move the cursor or forge a line.
/// </summary>
internal static class Printable
{
    /// <summary>The text with every control character escaped: <c>\x1b</c>.</summary>
    public static string Text(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(letter => char.IsControl(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}") : letter.ToString()))
            : text;
}
