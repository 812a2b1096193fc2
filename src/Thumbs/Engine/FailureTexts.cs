using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>Messages for jobs that the pool could not get done.</summary>
public static class FailureTexts
{
    /// <param name="failure">What happened.</param>
    /// <param name="part">What the worker was at. Where only some renditions are concerned, the text names them.</param>
    /// <param name="request">For the names of its options and its limits.</param>
    /// <param name="standardError">The worker's last words.</param>
    public static Problem Problem(Failure failure, JobPart part, Request request, string standardError)
    {
        var source = part.Job.Job.Source;
        var what = part.Named ?? "this image";
        return failure.Kind switch
        {
            FailureKind.TimedOut => Problem(Diagnostic.TimedOut,
                $"{(part.Named is { } late ? $"{late}: not" : "Not")} done within {request.Limits.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s", source, request),
            FailureKind.OutOfMemory => Problem(Diagnostic.TooMuchMemory,
                $"{part.Named ?? "The image"} takes more than {request.Limits.MaxMemory >> 20} MiB of memory", source, request),
            FailureKind.Garbled => Diagnostic.WorkerGarbled.At(source.Name, $"Two workers gave no sensible answer{Said(standardError)}"),
            _ when MachineLimit.NameIn(standardError) == MachineLimit.ThreadsOrMemory => Problem(Diagnostic.TooMuchMemory,
                $"The worker ran out of memory while it was at {what}, and so did a fresh one", source, request),
            _ => Diagnostic.WorkerDied.At(source.Name,
                $"The worker {failure.How} while it was at {what}, and so did a fresh one{Said(standardError)}"),
        };
    }

    /// <summary>A problem with an image, and the option that lets more through where it met a limit.</summary>
    public static Problem Problem(Diagnostic diagnostic, string text, Source source, Request request)
    {
        var limit = diagnostic == Diagnostic.TimedOut ? OptionName.Timeout
            : diagnostic == Diagnostic.TooManyPixels ? OptionName.MaxPixels
            : diagnostic == Diagnostic.TooMuchMemory ? OptionName.MaxMemory
            : null;
        if (diagnostic == Diagnostic.UnsupportedFormat)
            text = text.Replace("--libvips", request.Spell(OptionName.Libvips), StringComparison.Ordinal).Replace("--loaders", request.Spell(OptionName.Loaders), StringComparison.Ordinal);
        if (diagnostic == Diagnostic.GlyphsMissing)
            text = text.Replace("--fonts", request.Spell(OptionName.Fonts), StringComparison.Ordinal);
        if (diagnostic == Diagnostic.TooMuchMemory && request.Limits.IsMemoryOfContainer)
            return diagnostic.At(source.Name, $"{text}; that is what the container has left for each worker: give it more, or make it with fewer workers");
        return diagnostic.At(source.Name, limit is null ? text : $"{text}; if you trust the file, raise {request.Spell(limit)}");
    }

    /// <summary>The line of a process's last words that tells most, to end a sentence with: .NET's first one of a crash, else the last.</summary>
    public static string Said(string standardError)
    {
        const string crash = "Unhandled exception";
        var lines = standardError.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var telling = Array.Find(lines, line => line.StartsWith(crash, StringComparison.Ordinal) || line.StartsWith("Fatal error", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        return telling is null ? "" : $"; it said: {telling}";
    }
}
