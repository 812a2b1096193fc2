using System.Security.Cryptography;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>A job of which renditions have to be made, and what has come of it so far.</summary>
/// <param name="job">The job.</param>
/// <param name="verdict">What of it is up to date.</param>
/// <param name="shard">Of the run: a shard deletes only its own leftovers.</param>
public sealed class StaleJob(Job job, Verdict verdict, Shard? shard)
{
    /// <summary>Of the names of its temporary files: nobody can put anything in their place beforehand.</summary>
    private readonly ulong _secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private List<ToldProblem>? _problems;
    private string _details = "";
    private int _unsettled = verdict.Missing.Count;

    public Job Job { get; } = job;

    /// <summary>What of it is up to date by now.</summary>
    public Verdict Verdict { get; private set; } = verdict;

    /// <summary>All that have to be made.</summary>
    public JobPart All() => new(this, Verdict.Missing, Job.Placeholder);

    /// <summary>The file that a worker writes: in the folder of the rendition, so that it only has to be renamed. Absolute, without links.</summary>
    public string TemporaryPath(OutputGuard output, int rendition)
    {
        var planned = Job.Renditions[rendition].Output;

        // A folder whose name contains placeholders is not known yet.
        var known = planned.IndexOf('{', StringComparison.Ordinal);
        var folder = planned[..((known < 0 ? planned : planned[..known]).LastIndexOf('/') + 1)];
        return output.RealOf(folder + TemporaryFile.NameFor(shard?.FileName, $"{TemporaryFile.OfProcess}-{_secret:x16}-{rendition}"));
    }

    /// <summary>Takes in what has come of a part.</summary>
    /// <param name="part">The part, or what of it is settled now.</param>
    /// <param name="now">What is up to date now.</param>
    /// <param name="problems">Of the part.</param>
    /// <param name="details">The standard error of its worker.</param>
    /// <returns>Whether the job is finished.</returns>
    public bool Settle(JobPart part, Verdict now, IEnumerable<Problem> problems, string details)
    {
        Verdict = now;
        foreach (var problem in problems)
            (_problems ??= []).Add(new(part.Renditions is [var first, ..] ? first : 0, problem));
        _details += details;
        _unsettled -= part.Renditions.Count;
        return _unsettled == 0;
    }

    /// <summary>The outcome of the finished job, the same however it was divided.</summary>
    public Outcome Outcome()
    {
        Problem[] problems = _problems is null ? [] : [.. _problems.OrderBy(told => told.Problem.IsError).ThenBy(told => told.Part).Select(told => told.Problem).Distinct()];
        return new(
            Job.Source,
            Array.Exists(problems, problem => problem.IsError) ? OutcomeStatus.Failed : OutcomeStatus.Made,
            Verdict.Facts,
            Verdict.Files,
            problems,
            _details.Length > 0 ? _details : null)
        {
            Work = WorkEstimate.Of(Job),
        };
    }

    /// <param name="Part">The first rendition of the part that it came of.</param>
    /// <param name="Problem">The problem.</param>
    private sealed record ToldProblem(int Part, Problem Problem);
}
