using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>
/// What would come of a job, for a dry run. How many files there would be, and their names, depend on the size of the source: workers read
/// it, as they read everything, and make nothing.
/// </summary>
/// <param name="request">What is wanted.</param>
/// <param name="ledger">Knows which files are not ours.</param>
/// <param name="cancellation">Ends the comparing of files.</param>
public sealed class Forecast(Request request, Ledger ledger, CancellationToken cancellation)
{
    /// <summary>In µs: to read a header takes as long for all.</summary>
    public const long Cost = 500;

    /// <summary>The jobs that are not reported yet, in the order of the plan.</summary>
    private readonly Queue<StaleJob> _expected = [];

    private readonly Dictionary<StaleJob, Settled<JobPart, ImageResult>> _settled = [];

    /// <summary>Orders that only ask for sizes.</summary>
    public Wire<JobPart, ImageResult> Wire { get; } = new((writer, id, part) => OrderJson.Write(writer, id, Order(part, request.Limits)), AnswerJson.Read, Fits);

    /// <summary>Says that a job comes next: outcomes are told in the order of the plan, so that two dry runs can be compared line by line.</summary>
    public void Expect(StaleJob job) => _expected.Enqueue(job);

    /// <summary>Takes in what a worker has told of a job.</summary>
    public void Take(Settled<JobPart, ImageResult> settled) => _settled[settled.Job.Job] = settled;

    /// <summary>The outcome of the next job; <see langword="null"/> where nothing is told of it yet.</summary>
    /// <exception cref="ThumbsException">The machine failed.</exception>
    public Outcome? Next()
    {
        if (!_expected.TryPeek(out var job) || !_settled.Remove(job, out var settled))
            return null;
        _expected.Dequeue();
        return Of(settled);
    }

    private Outcome Of(Settled<JobPart, ImageResult> settled)
    {
        var stale = settled.Job.Job;
        var (job, problems, files) = (stale.Job, new List<Problem>(), stale.Verdict.Files);
        if (settled.Result is { } result)
        {
            problems.AddRange(result.Problems.Select(said => FailureTexts.Problem(Diagnostic.Of(said.Code), said.Text, job.Source, request)));
            files = Files(job, stale.Verdict, result.Sizes, problems);
        }
        else
        {
            problems.Add(FailureTexts.Problem(settled.Failure!, settled.Job, request, settled.StandardError));
        }

        stale.Settle(settled.Job, stale.Verdict, problems, settled.StandardError);
        if (problems.Find(problem => problem.Diagnostic.EndsTheRun) is { } fault)
            throw new ThumbsException(fault);
        return stale.Outcome() with { Renditions = files };
    }

    private static ImageJob Order(JobPart part, Limits limits) => new(
        part.Job.Job.Source.Path, [.. part.Job.Job.Renditions.Select(rendition => new RenditionOrder(rendition.Recipe, File: null))],
        limits.MaxPixels, limits.MaxMemory, limits.AllowTruncated, part.Job.Job.Placeholder, SizesOnly: true);

    private static bool Fits(JobPart part, Answer<ImageResult> answer)
    {
        var (result, renditions) = (answer.Result!, part.Job.Job.Renditions.Count);
        if (answer.More || result.Source is not null || result.Made.Count > 0 || result.Sizes.Any(size => size.Index >= renditions))
            return false;
        return result.Sizes.Count == renditions || result.Problems.Any(problem => Diagnostic.Of(problem.Code).Severity == Severity.Error);
    }

    /// <summary>The files that there would be, those that are up to date too, each once.</summary>
    private List<RenditionFile> Files(Job job, Verdict before, IReadOnlyList<RenditionSize> sizes, List<Problem> problems)
    {
        var files = new List<ForeseenFile>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (before.Fresh[i] is { } fresh && !files.Exists(file => file.File.Path == fresh.Path))
                files.Add(new(job.Renditions[i], new(i, fresh.Facts.Width, fresh.Facts.Height), fresh));
        }

        var entered = new List<MadeRendition>();
        foreach (var size in sizes.Where(size => before.Fresh[size.Index] is null).OrderBy(size => size.Index))
        {
            var foreseen = new ForeseenFile(job.Renditions[size.Index], size, ledger.PathOf);
            if (files.Find(file => file.IsAt(foreseen)) is { } other ? IsSame(other, foreseen, job, problems) : MayStand(foreseen, job, files, problems))
                entered.Add(new(size.Index, foreseen.File.Facts));
        }

        if (entered.Count > 0 && request.Prune != PruneUse.Off)
            ledger.Foresee(job, before, entered);
        return [.. files.OrderBy(file => file.Size.Index).Select(file => file.File)];
    }

    private bool IsSame(ForeseenFile other, ForeseenFile foreseen, Job job, List<Problem> problems)
    {
        if (other.Pixels == foreseen.Pixels)
            return true;
        problems.Add(OutputNames.Ambiguous(job, foreseen.Size.Index, foreseen.File.Facts, request.Spell(OptionName.Name)));
        return false;
    }

    private bool MayStand(ForeseenFile foreseen, Job job, List<ForeseenFile> files, List<Problem> problems)
    {
        if (ledger.OtherAt(foreseen.Rendition, foreseen.Name, job.Source) is { } other)
        {
            problems.Add(OutputNames.Met(other, job.Source, foreseen.Name, request.Spell(OptionName.Name)));
            return false;
        }

        if (ledger.MayPlace(foreseen.Name, cancellation))
        {
            files.Add(foreseen);
            return true;
        }

        problems.Add(WriteFailure.Of(foreseen.File.Path, new ForeignFileException()).Problem);
        return false;
    }

    /// <param name="Rendition">Planned.</param>
    /// <param name="Size">That it has, or would have.</param>
    /// <param name="File">What is reported.</param>
    private sealed record ForeseenFile(Rendition Rendition, RenditionSize Size, RenditionFile File)
    {
        public ForeseenFile(Rendition rendition, RenditionSize size, Func<string, string> pathOf)
            : this(rendition, size, new RenditionFile(
                pathOf(LateName.OfSize(rendition.Output, size.Width, size.Height)), rendition.Recipe.Format, RenditionFacts.Foreseen(size.Width, size.Height), rendition.Set))
        {
        }

        /// <summary>Below the output folder, with <c>/</c>. The hash, where there is one in it, is not known.</summary>
        public string Name { get; } = LateName.OfSize(Rendition.Output, Size.Width, Size.Height);

        /// <summary>Equal for two renditions of one source that have the same bytes.</summary>
        public string Pixels { get; } = (Rendition.Recipe with { Width = Size.Width, Height = Size.Height }).Canonical;

        public bool IsAt(ForeseenFile other) =>
            Name == other.Name && (Pixels == other.Pixels || !LateName.TellsFilesApart(Name));
    }
}
