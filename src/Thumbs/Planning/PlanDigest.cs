using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Thumbs.Planning;

/// <summary>Tells whether two machines made the same plan.</summary>
public static class PlanDigest
{
    /// <summary>The SHA-256 of a plan in lower-case hex: of each job the relative path, the size and what is made of it; no times, no absolute paths.</summary>
    /// <param name="jobs">All of the plan's, in any order.</param>
    /// <param name="engine">The versions that would make the renditions: other codecs make other bytes.</param>
    public static string Of(IReadOnlyList<Job> jobs, string engine)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var paths = new RelativePaths(jobs);
        Add(engine);
        foreach (var (path, job) in jobs.Select(job => (Path: paths.Of(job), Job: job)).OrderBy(pair => pair.Path, StringComparer.Ordinal))
        {
            Add(path);
            Add(job.Source.Length.ToString(CultureInfo.InvariantCulture));
            Add(job.Renditions.Count.ToString(CultureInfo.InvariantCulture));
            foreach (var rendition in job.Renditions)
            {
                Add(rendition.Output);
                Add(rendition.Recipe.Canonical);
            }

            if (job.Placeholder)
                Add("placeholder");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // No path contains a NUL, so no two plans have the same text.
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }
}
