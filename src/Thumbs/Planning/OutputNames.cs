using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>Makes sure that no two files of a plan have one path, and none a reserved one.</summary>
public static class OutputNames
{
    /// <summary>The collisions that are listed; the others are only counted.</summary>
    private const int MostTold = 3;

    /// <param name="jobs">All the jobs of the plan.</param>
    /// <param name="comparer">Equal where the output folder's disk has one file.</param>
    /// <param name="nameOption">What the user calls the option for the name template.</param>
    /// <exception cref="ThumbsException">A name is not possible, or two files would be written to one path.</exception>
    public static void Check(IReadOnlyList<Job> jobs, StringComparer comparer, string nameOption)
    {
        var takenBy = new Dictionary<string, Source>(jobs.Count == 0 ? 0 : jobs.Count * jobs[0].Renditions.Count, comparer);
        var collisions = new List<Collision>();
        foreach (var job in jobs)
        {
            foreach (var rendition in job.Renditions)
            {
                CheckName(job.Source, rendition.Output, nameOption);
                if (LateName.TellsFilesApart(rendition.Output) || takenBy.TryAdd(rendition.Output, job.Source))
                    continue;
                var collision = new Collision(takenBy[rendition.Output], job.Source, LateName.Foreseen(rendition), rendition.Recipe.Icon != IconUse.None);
                if (!collision.IsIcon || !collisions.Exists(told => told.IsIcon && ReferenceEquals(told.Second, job.Source))) // Two images collide in all their icons.
                    collisions.Add(collision);
            }
        }
        if (collisions.Count > 0)
            throw new ThumbsException(Diagnostic.OutputCollision.At(collisions[0].First.Name, Tell(collisions, nameOption)));
    }

    /// <summary>The error where two renditions of one source get one name once their sizes are known, and are not the same.</summary>
    /// <param name="job">The job.</param>
    /// <param name="index">Of the second rendition in the job.</param>
    /// <param name="facts">Of the second rendition.</param>
    /// <param name="nameOption">What the user calls the option for the name template.</param>
    public static Problem Ambiguous(Job job, int index, RenditionFacts facts, string nameOption) => Diagnostic.OutputCollision.At(
        job.Source.Name, TwoOfOne(job.Source, LateName.Resolve(job.Renditions[index].Output, facts), nameOption));

    /// <summary>The error where two sources get one name once their sizes are known; see <see cref="NameTemplate.JoinsDigits"/>.</summary>
    /// <param name="first">The one that the file is of.</param>
    /// <param name="second">The other.</param>
    /// <param name="output">The name.</param>
    /// <param name="nameOption">What the user calls the option for the name template.</param>
    public static Problem Met(Source first, Source second, string output, string nameOption) => Diagnostic.OutputCollision.At(second.Name,
        $"{first.Name} and {second.Name} would both be written to {output}, where the digits of a name and of a size join; put a character between them in {nameOption}, such as {{name}}-{{width}}");

    private static void CheckName(Source source, string output, string nameOption)
    {
        var name = output.AsSpan()[(output.LastIndexOf('/') + 1)..];
        if (name.StartsWith(ReservedName.Prefix, StringComparison.OrdinalIgnoreCase))
            throw new ThumbsException(Diagnostic.WrongOption.At(source.Name, $"It would be written to {output}, a name that is reserved"));
        // Only a name such as "." for {name} can cause this: the template itself is checked before.
        if (output.Contains("..", StringComparison.Ordinal) && output.Split('/').Contains(".."))
            throw new ThumbsException(Diagnostic.OutsideOutput.At(source.Name, $"It would be written to {output}, outside the output folder"));
        if (OperatingSystem.IsWindows() && WindowsName.FaultOf(output) is { } fault)
            throw new ThumbsException(Diagnostic.WrongOption.At(source.Name, $"It would be written to {output}, and {fault}; give it another name with {nameOption}"));
    }

    private static string Tell(List<Collision> collisions, string nameOption)
    {
        var told = string.Join("; ", collisions.Take(MostTold).Select(collision => Tell(collision, nameOption)));
        return collisions.Count > MostTold ? $"{told}; and {collisions.Count - MostTold} more" : told;
    }

    private static string Tell(Collision collision, string nameOption)
    {
        if (collision.IsIcon)
            return $"The icons of {collision.First.Name} and of {collision.Second.Name} would both be written to {collision.Output}, a name that is always the same; make those of one image, or put each into a folder of its own";
        return ReferenceEquals(collision.First, collision.Second)
            ? TwoOfOne(collision.First, collision.Output, nameOption)
            : $"{collision.First.Name} and {collision.Second.Name} would both be written to {collision.Output}; put {{source-ext}} or {{dir}} into {nameOption}";
    }

    private static string TwoOfOne(Source source, string output, string nameOption) =>
        $"Two renditions of {source.Name} would both be written to {output}; put {{width}}, {{height}} or {{ext}} into {nameOption}";

    private sealed record Collision(Source First, Source Second, string Output, bool IsIcon);
}
