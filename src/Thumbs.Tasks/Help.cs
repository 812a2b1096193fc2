namespace Thumbs.Tasks;

/// <summary>The help link of a message.</summary>
internal static class Help
{
    private const string Page = "https://github.com/dotnet-thumbs/thumbs/blob/main/docs/diagnostics.md";

    /// <param name="code"><c>THUMB</c> and four digits.</param>
    public static string LinkTo(string code) => $"{Page}#{code.ToLowerInvariant()}";
}
