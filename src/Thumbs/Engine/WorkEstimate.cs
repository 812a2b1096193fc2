using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>What a job is expected to cost, in µs of one core; see <see cref="RenditionCost"/>.</summary>
public static class WorkEstimate
{
    /// <summary>Of all of these.</summary>
    public static long Of(IReadOnlyList<Job> jobs)
    {
        var sum = 0L;
        foreach (var job in jobs)
            sum += Of(job);
        return sum;
    }

    /// <summary>Of the whole job.</summary>
    public static long Of(Job job)
    {
        var (sum, isDrawing) = (OfDecoding(job), IsDrawing(job));
        foreach (var rendition in job.Renditions)
            sum += RenditionCost.Of(rendition.Recipe, job.Source.Length, isDrawing);
        return sum;
    }

    /// <summary>Of reading and decoding the source once.</summary>
    public static long OfDecoding(Job job) => RenditionCost.OfDecoding(job.Source.Length);

    /// <summary>Of one rendition, without that.</summary>
    public static long Of(Job job, int rendition) => RenditionCost.Of(job.Renditions[rendition].Recipe, job.Source.Length, IsDrawing(job));

    private static bool IsDrawing(Job job) => FormatNames.ByName(job.Source.FileName) is ImageFormat.Svg or ImageFormat.Pdf;
}
