namespace Thumbs.Planning;

/// <summary>
/// The names of a plan's sources on every machine: their paths below the deepest folder that contains them all, with
/// <c>/</c>.
/// </summary>
public sealed class RelativePaths(IReadOnlyList<Job> jobs)
{
    private readonly string _common = CommonFolder.Of(jobs.Select(job => Path.TrimEndingDirectorySeparator(job.Source.Folder.Path)));

    public string Of(Job job) => CommonFolder.Below(_common, job.Source.Path);
}
