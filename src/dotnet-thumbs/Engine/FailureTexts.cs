using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>Messages for jobs that the pool could not get done.</summary>
internal static class FailureTexts
{
    public static Problem Problem(Failure failure, Source source, Limits limits, string standardError) => failure.Kind switch
    {
        FailureKind.TimedOut => Diagnostic.TimedOut.At(source.Name,
            $"Not done within {limits.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s; if you trust the file, raise --timeout"),
        FailureKind.OutOfMemory => Diagnostic.TooMuchMemory.At(source.Name,
            $"The image takes more than {limits.MaxMemory >> 20} MiB of memory; if you trust the file, raise --max-memory"),
        FailureKind.Garbled => Diagnostic.WorkerGarbled.At(source.Name, $"Two workers gave no sensible answer{Last(standardError)}"),
        _ => Diagnostic.WorkerDied.At(source.Name,
            $"The worker {failure.How} while it was at this image, and so did a fresh one{Last(standardError)}"),
    };

    private static string Last(string standardError)
    {
        var lines = standardError.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 ? $"; it said: {lines[^1]}" : "";
    }
}
