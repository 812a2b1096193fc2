using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Files;

namespace Thumbs.Cli.Reports;

/// <summary>
/// One JSON object a line: one for each source, one for each problem of the run itself, a summary at the end. Where they cannot be
/// written the run goes on, and its end says so.
/// </summary>
internal sealed class JsonReport(TextWriter output, string folder, bool dryRun) : IReport
{
    /// <summary>Does not escape letters beyond ASCII: the lines go to a program, never into a web page.</summary>
    private static readonly ReportJson Json =
        new(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private Exception? _lost;

    /// <exception cref="ThumbsException">It cannot be written.</exception>
    public static void Write(Problem problem, TextWriter output) =>
        Write(new ProblemLine(problem.SeverityName, problem.Code, problem.Path, problem.Text), Json.ProblemLine, output);

    /// <summary>Writes a problem outside a run, and a summary: whoever reads the lines finds the exit code at their end, whatever happened.</summary>
    /// <exception cref="ThumbsException">It cannot be written.</exception>
    public static void Write(Problem problem, int exitCode, TextWriter output)
    {
        Write(problem, output);
        Write(new SummaryLine(new SummaryFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, DryRun: false, exitCode)), Json.SummaryLine, output);
    }

    public void Planned(int sources, long work)
    {
        // The summary has their number.
    }

    public void Noticed(Problem problem) => Try(() => Write(problem, output));

    public void Done(Outcome outcome)
    {
        var gravest = outcome.Problems.FirstOrDefault(problem => problem.IsError) ?? (outcome.Problems is [var first, ..] ? first : null);
        Try(() => Write(
            new SourceLine(
                outcome.Source.Name,
                Word(outcome.Status),
                gravest?.Code,
                gravest?.Text,
                [.. outcome.Renditions.Select(file => ManifestRendition.Of(file, DisplayPath.Of(file.Path, folder)))]),
            Json.SourceLine,
            output));
    }

    public void Pruned(string path) => Try(() => Write(new DeletedLine(DisplayPath.Of(path, folder)), Json.DeletedLine, output));

    /// <exception cref="ThumbsException">Not all lines could be written.</exception>
    public void Finished(Summary summary)
    {
        Try(() => Write(
            new SummaryLine(new SummaryFigures(
                summary.Made, summary.UpToDate, summary.Copied, summary.Failed, summary.LeftOut, summary.Deleted,
                summary.BytesIn, summary.BytesOut, Math.Round(summary.Elapsed.TotalSeconds, 3), dryRun, summary.ExitCode)),
            Json.SummaryLine,
            output));
        if (_lost is not null)
            throw _lost as ThumbsException ?? WriteFailure.Of("standard output", _lost);
    }

    public async ValueTask DisposeAsync() => await output.FlushAsync();

    private void Try(Action write)
    {
        try
        {
            if (_lost is null)
                write();
        }
        catch (Exception exception) when (exception is IOException or ThumbsException)
        {
            _lost = exception;
        }
    }

    private static string Word(OutcomeStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static void Write<T>(T line, JsonTypeInfo<T> type, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(line, type));
}

internal sealed record SourceLine(
    string Source, string Status, string? Code, string? Message, IReadOnlyList<ManifestRendition> Renditions);

internal sealed record ProblemLine(string Severity, string Code, string? Path, string Message);

internal sealed record DeletedLine(string Deleted);

internal sealed record SummaryLine(SummaryFigures Summary);

internal sealed record SummaryFigures(
    int Made, int UpToDate, int Copied, int Failed, int LeftOut, int Deleted,
    long BytesIn, long BytesOut, double Seconds, bool DryRun, int ExitCode);

/// <summary>The lines of a report, serialized without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SourceLine))]
[JsonSerializable(typeof(ProblemLine))]
[JsonSerializable(typeof(DeletedLine))]
[JsonSerializable(typeof(SummaryLine))]
internal sealed partial class ReportJson : JsonSerializerContext;
