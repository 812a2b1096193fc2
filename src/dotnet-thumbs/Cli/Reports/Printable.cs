using System.Globalization;

namespace Thumbs.Cli.Reports;

/// <summary>
/// Keeps control characters away from terminals and logs: names of files and what is written in them come from others, and
/// could move the cursor or forge a line.
/// </summary>
internal static class Printable
{
    /// <summary>The text with every control character written as its number: <c>\x1b</c>.</summary>
    public static string Text(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(letter => char.IsControl(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}") : letter.ToString()))
            : text;
}
