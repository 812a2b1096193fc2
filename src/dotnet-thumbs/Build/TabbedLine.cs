namespace Thumbs.Build;

/// <summary>Fields in a line, separated by tabs: the MSBuild task can read it without a library. Tabs, line ends and backslashes in a field are escaped.</summary>
internal static class TabbedLine
{
    private static readonly char[] Escaped = ['\\', '\t', '\n', '\r'];

    public static string Of(params IEnumerable<string> fields) => string.Join('\t', fields.Select(Escape));

    private static string Escape(string field) => field.IndexOfAny(Escaped) < 0
        ? field
        : field
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
}
