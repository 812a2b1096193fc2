using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>Renditions of one job that one worker is given; all that are stale, or a part of them.</summary>
/// <param name="job">The whole.</param>
/// <param name="renditions">Into the job's; ascending.</param>
/// <param name="placeholder">Whether it makes the placeholder of the source, too.</param>
/// <param name="isNamed">Whether a failure is that of these renditions alone, and not of the source.</param>
public sealed class JobPart(StaleJob job, IReadOnlyList<int> renditions, bool placeholder, bool isNamed = false)
{
    public StaleJob Job { get; } = job;

    public IReadOnlyList<int> Renditions { get; } = renditions;

    /// <summary>The outputs that a failure is about; <see langword="null"/> where it is about the source.</summary>
    public string? Named => isNamed ? string.Join(", ", Renditions.Select(index => LateName.Foreseen(Job.Job.Renditions[index]))) : null;

    /// <summary>In µs of work.</summary>
    public long Cost
    {
        get
        {
            var sum = DecodingCost;
            foreach (var rendition in Renditions)
                sum += CostOf(rendition);
            return sum;
        }
    }

    private long DecodingCost => WorkEstimate.OfDecoding(Job.Job);

    /// <summary>How a job is divided over workers, and by what they have told.</summary>
    public static Division<JobPart, ImageResult> Division { get; } = new(
        (part, share) => part.Cut(share), (part, soFar) => part.After(soFar), soFar => soFar.Made.Count);

    /// <summary>The order for a worker. Created when it is sent: a plan of many images does not keep them all.</summary>
    /// <param name="output">Knows where the files really lie.</param>
    /// <param name="limits">Of the request.</param>
    public ImageJob ToImageJob(OutputGuard output, Limits limits)
    {
        var all = Job.Job.Renditions;
        var orders = new RenditionOrder[all.Count];
        for (var i = 0; i < orders.Length; i++)
            orders[i] = new(all[i].Recipe, File: null);
        foreach (var index in Renditions)
            orders[index] = orders[index] with { File = Job.TemporaryPath(output, index) };
        return new(Job.Job.Source.Path, orders, limits.MaxPixels, limits.MaxMemory, limits.AllowTruncated, placeholder);
    }

    /// <summary>Whether a worker's answer can be one to this: it has made what was ordered and nothing else, goes on with it, or reports an error.</summary>
    public bool Allows(Answer<ImageResult> answer)
    {
        var result = answer.Result!;
        if ((result.Source is null && result.Made.Count > 0) || result.Made.Any(made => !Renditions.Contains(made.Index)))
            return false;
        var hasPlaceholder = result.Source?.Placeholder is not null;
        if (hasPlaceholder && !placeholder)
            return false;
        if (answer.More)
            return result.At.Count > 0 && result.At.All(index => Renditions.Contains(index) && !result.Made.Any(made => made.Index == index));
        return (result.Made.Count == Renditions.Count && hasPlaceholder == placeholder) || result.Problems.Any(problem => Diagnostic.Of(problem.Code).Severity == Severity.Error);
    }

    /// <summary>Deletes the files that a worker may have left.</summary>
    public void DeleteTemporaryFiles(OutputGuard output)
    {
        foreach (var index in Renditions)
            Files.TemporaryFile.Discard(Job.TemporaryPath(output, index));
    }

    /// <summary>Cuts off the dearest rendition, and as many of the others as fit. Not where decoding the source once more would be much of the work.</summary>
    private Portion<JobPart>? Cut(long share)
    {
        const int leastOfDecoding = 3;
        if (Renditions.Count < 2 || Cost < (1 + leastOfDecoding) * DecodingCost)
            return null;
        var taken = new HashSet<int>();
        var left = share - DecodingCost;
        foreach (var index in Renditions.OrderByDescending(CostOf))
        {
            var cost = CostOf(index);
            if (taken.Count > 0 && cost > left)
                continue;
            left -= cost;
            taken.Add(index);
        }

        if (taken.Count == Renditions.Count)
            return null;
        // The cheapest renditions are those that the placeholder is made with.
        var (part, rest) = (Only(taken.Contains, makesPlaceholder: false), Only(index => !taken.Contains(index), placeholder));
        return new(part, part.Cost, rest, rest.Cost);
    }

    private Remains<JobPart> After(ImageResult soFar)
    {
        var made = soFar.Made.Select(rendition => rendition.Index).ToHashSet();
        var lacksPlaceholder = placeholder && soFar.Source?.Placeholder is null;
        var done = made.Count == 0 ? null : Only(made.Contains, placeholder && !lacksPlaceholder);
        var begun = new JobPart(Job, [.. soFar.At], placeholder: false, isNamed: true);
        var others = Only(index => !made.Contains(index) && !soFar.At.Contains(index), lacksPlaceholder);
        return new(done, Only(index => !made.Contains(index), lacksPlaceholder), begun, others.Renditions.Count == 0 ? null : others, others.Cost);
    }

    private long CostOf(int rendition) => WorkEstimate.Of(Job.Job, rendition);

    private JobPart Only(Func<int, bool> isWanted, bool makesPlaceholder) => new(Job, [.. Renditions.Where(isWanted)], makesPlaceholder);
}
