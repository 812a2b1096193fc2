using System.Runtime.InteropServices;

namespace Thumbs.Diagnostics;

/// <summary>Reports an unexpected exception as one line that a bug report can quote.</summary>
public static class UnexpectedFault
{
    public static Problem Of(Exception exception)
    {
        // Of exceptions from several threads, the first is reported.
        var cause = exception is AggregateException { InnerExceptions: [var first, ..] } ? first : exception;
        if (MachineLimit.NameOf(cause) is { } limit)
            return Diagnostic.LimitReached.At(path: null, $"There are no more {limit} for this process: {cause.Message.ReplaceLineEndings(" ")}");
        var place = cause.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Thumbs.", StringComparison.Ordinal))?.Trim() ?? "nowhere that is known";
        return Diagnostic.Unforeseen.At(
            path: null,
            $"{cause.GetType().Name} {place}: {cause.Message.ReplaceLineEndings(" ")} (dotnet-thumbs {ToolVersion.Text}, .NET {Environment.Version}, {RuntimeInformation.RuntimeIdentifier})");
    }
}
