using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Cli;

/// <summary>An engine that runs one command on several machines and passes each its number in the environment.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Index">The variable with the number of this machine.</param>
/// <param name="Base">The number of the first.</param>
/// <param name="Count">The variable with the number of machines; <see langword="null"/> where there is none.</param>
internal sealed record ShardEngine(string Name, string Index, int Base, string? Count);

/// <summary>Determines the shard of this machine.</summary>
internal static class ShardEngines
{
    private static readonly ShardEngine[] Counting =
    [
        new("Kubernetes", "JOB_COMPLETION_INDEX", Base: 0, Count: null),
        new("AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX", Base: 0, "AWS_BATCH_JOB_ARRAY_SIZE"),
        new("Cloud Run", "CLOUD_RUN_TASK_INDEX", Base: 0, "CLOUD_RUN_TASK_COUNT"),
        new("GitLab", "CI_NODE_INDEX", Base: 1, "CI_NODE_TOTAL"),
        new("CircleCI", "CIRCLE_NODE_INDEX", Base: 0, "CIRCLE_NODE_TOTAL"),
        new("Buildkite", "BUILDKITE_PARALLEL_JOB", Base: 0, "BUILDKITE_PARALLEL_JOB_COUNT"),
        new("Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", Base: 1, "SYSTEM_TOTALJOBSINPHASE"),
    ];

    private const string Slurm = "SLURM_ARRAY_TASK_";

    /// <summary>The shard to carry out.</summary>
    /// <param name="wanted">As the user put it.</param>
    /// <param name="variable">Looks up a variable of the environment.</param>
    /// <exception cref="ThumbsException">The environment does not tell, or contradicts itself.</exception>
    public static Shard Resolve(ShardValue wanted, Func<string, string?> variable)
    {
        if (wanted is { Index: { } index, Count: { } count })
            return new(index, count);
        var environment = new ShardEnvironment(variable);
        var found = Counting
            .Where(engine => environment.Has(engine.Index))
            .Select(engine => (engine.Name, Shard: Of(engine, environment, wanted.Count)))
            .ToList();
        if (environment.Has(Slurm + "ID"))
            found.Insert(0, ("Slurm", OfSlurm(environment, wanted.Count)));
        if (found.Count == 0)
            throw Wrong("no engine is found that says which shard this is; auto knows the variables of Slurm, Kubernetes, AWS Batch, Cloud Run, GitLab, CircleCI, Buildkite and Azure Pipelines. Elsewhere give it as --shard 2/4");
        return found.TrueForAll(other => other.Shard == found[0].Shard)
            ? found[0].Shard
            : throw Wrong($"two engines contradict each other: {string.Join(", ", found.Select(one => $"{one.Name} says {one.Shard}"))}. Give it as --shard 2/4");
    }

    private static Shard Of(ShardEngine engine, ShardEnvironment environment, int? given)
    {
        var count = engine.Count is not null && environment.Has(engine.Count) ? environment.Number(engine.Count) : (int?)null;
        return Checked(engine.Name, environment.Number(engine.Index) - engine.Base + 1, count, given);
    }

    /// <summary>An array may begin anywhere and skip numbers in even steps. A list such as 1,2,9 has no steps, and is detected by its end.</summary>
    private static Shard OfSlurm(ShardEnvironment environment, int? given)
    {
        var least = environment.Number(Slurm + "MIN");
        var step = Math.Max(1, environment.Number(Slurm + "STEP"));
        var count = environment.Number(Slurm + "COUNT");
        var (index, rest) = Math.DivRem(environment.Number(Slurm + "ID") - least, step);
        return rest == 0 && least + ((count - 1L) * step) == environment.Number(Slurm + "MAX")
            ? Checked("Slurm", index + 1, count, given)
            : throw Wrong("the numbers of this Slurm array have no even steps; use an array such as --array=1-4, or give the shard as --shard 2/4");
    }

    private static Shard Checked(string name, int index, int? count, int? given)
    {
        if (count is not null && given is not null && count != given)
            throw Wrong($"{name} runs {count} machines, and {given} shards are asked for");
        if ((count ?? given) is not { } all)
            throw Wrong($"{name} does not say how many machines it runs; give the number as --shard auto/4");
        return all is >= 1 and <= Shard.MostShards && index >= 1 && index <= all
            ? new(index, all)
            : throw Wrong($"{name} says that this is machine {index} of {all}");
    }

    internal static ThumbsException Wrong(string text) => new(Diagnostic.WrongOption.At(path: null, $"--shard: {text}"));
}

/// <summary>The environment variables of an engine.</summary>
/// <param name="variable">Looks one up.</param>
internal sealed class ShardEnvironment(Func<string, string?> variable)
{
    public bool Has(string name) => variable(name) is { Length: > 0 };

    /// <exception cref="ThumbsException">There is none.</exception>
    public int Number(string name) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ShardEngines.Wrong($"the variable {name} is \"{variable(name)}\", which is no number");
}
