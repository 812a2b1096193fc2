namespace Thumbs.Parameters.Values;

/// <summary>A list in one text. Commas part it on a command line, semicolons in MSBuild.</summary>
internal static class TextList
{
    private static readonly char[] Separators = [',', ';'];

    /// <exception cref="WrongValueException">Nothing stands in the list.</exception>
    public static string[] Split(string text)
    {
        var parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? parts : throw new WrongValueException("the list is empty");
    }

    public static T[] Parse<T>(string text, Func<string, T> parse) => [.. Split(text).Select(parse).Distinct()];
}
