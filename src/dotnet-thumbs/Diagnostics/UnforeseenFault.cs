using System.Runtime.InteropServices;

namespace Thumbs.Diagnostics;

/// <summary>The last word on an exception that nobody foresaw: one line that a report of the fault can be made of.</summary>
internal static class UnforeseenFault
{
    /// <param name="exception">Whatever came up.</param>
    public static Problem Of(Exception exception)
    {
        // What several threads threw together is told by the first.
        var cause = exception is AggregateException { InnerExceptions: [var first, ..] } ? first : exception;
        var place = cause.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Thumbs.", StringComparison.Ordinal))?.Trim() ?? "nowhere that is known";
        return Diagnostic.Unforeseen.At(
            path: null,
            $"{cause.GetType().Name} {place}: {cause.Message.ReplaceLineEndings(" ")} (dotnet-thumbs {ToolVersion.Text}, .NET {Environment.Version}, {RuntimeInformation.RuntimeIdentifier})");
    }
}
