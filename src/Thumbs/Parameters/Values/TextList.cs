namespace Thumbs.Parameters.Values;

/// <summary>A list in one text, separated by commas on a command line, by semicolons in MSBuild.</summary>
public static class TextList
{
    private static readonly char[] Separators = [',', ';'];

    /// <exception cref="WrongValueException">The list is empty.</exception>
    public static string[] Split(string text)
    {
        var parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? parts : throw new WrongValueException("the list is empty");
    }

    public static T[] Parse<T>(string text, Func<string, T> parse) => [.. Split(text).Select(parse).Distinct()];
}
