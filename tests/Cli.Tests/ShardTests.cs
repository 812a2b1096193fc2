using Thumbs.Planning;

namespace Thumbs.Cli.Tests;

public sealed class ShardTests
{
    private static async Task<Shard?> ShardOfAsync(string shard, string environment)
    {
        using var tool = ToolIn(environment);
        Assert.Equal(0, await tool.RunAsync("photos", "--shard", shard));
        return tool.Request!.Shard;
    }

    private static async Task<string> RefusedAsync(string shard, string environment)
    {
        using var tool = ToolIn(environment);
        return await tool.RefusedAsync("photos", "--shard", shard);
    }

    /// <summary><c>A=1 B=2</c>.</summary>
    private static Tool ToolIn(string environment) => new()
    {
        Environment = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
    };

    [Theory]
    [InlineData("1/1")]
    [InlineData("2/4")]
    [InlineData("4/4")]
    [InlineData("100000/100000")]
    public async Task A_shard_is_given_by_its_number_and_that_of_all(string shard) =>
        Assert.Equal(shard, (await ShardOfAsync(shard, ""))?.ToString());

    [Fact]
    public async Task Without_the_option_there_are_no_shards_whatever_the_environment_says()
    {
        using var tool = ToolIn("CI_NODE_INDEX=2 CI_NODE_TOTAL=4");
        Assert.Equal(0, await tool.RunAsync("photos"));
        Assert.Null(tool.Request!.Shard);
    }

    [Fact]
    public async Task A_configuration_may_ask_for_shards_and_the_command_line_for_another()
    {
        using var tool = ToolIn("CI_NODE_INDEX=2 CI_NODE_TOTAL=4");
        tool.Write("thumbs.json", """{ "inputs": "photos", "shard": "auto" }""");
        Assert.Equal(0, await tool.RunAsync());
        Assert.Equal(new(2, 4), tool.Request!.Shard);
        Assert.Equal(0, await tool.RunAsync("--shard", "1/1"));
        Assert.Equal(new(1, 1), tool.Request!.Shard);
    }

    [Theory]
    [InlineData("2", "is not a shard such as 2/4, auto or auto/4")]
    [InlineData("automatic", "is not a shard such as")]
    [InlineData("0/4", "the first shard is 1/4")]
    [InlineData("5/4", "\"5\" is not a whole number from 1 to 4")]
    [InlineData("1/0", "\"0\" is not a whole number from 1 to 100,000")]
    [InlineData("auto/x", "\"x\" is not a whole number")]
    [InlineData("1/2/3", "is not a shard such as")]
    public async Task A_wrong_shard_is_told(string shard, string expected)
    {
        var error = await RefusedAsync(shard, "");
        Assert.StartsWith("thumbs : error THUMB0001: --shard: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "3/4", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=4")]
    [InlineData("auto", "4/4", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=4")]
    [InlineData("auto", "2/3", "SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_MAX=18 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("auto", "1/1", "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=1")]
    [InlineData("auto/4", "1/4", "JOB_COMPLETION_INDEX=0")]
    [InlineData("auto", "4/4", "AWS_BATCH_JOB_ARRAY_INDEX=3 AWS_BATCH_JOB_ARRAY_SIZE=4")]
    [InlineData("auto", "1/4", "CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=4")]
    [InlineData("auto", "1/4", "CI_NODE_INDEX=1 CI_NODE_TOTAL=4")]
    [InlineData("auto", "2/4", "CIRCLE_NODE_INDEX=1 CIRCLE_NODE_TOTAL=4")]
    [InlineData("auto", "2/4", "BUILDKITE_PARALLEL_JOB=1 BUILDKITE_PARALLEL_JOB_COUNT=4")]
    [InlineData("auto", "4/4", "SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=4")]
    [InlineData("auto/4", "4/4", "SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=4")]
    [InlineData("auto", "2/4", "CI_NODE_INDEX=2 CI_NODE_TOTAL=4 BUILDKITE_PARALLEL_JOB=1 BUILDKITE_PARALLEL_JOB_COUNT=4")]
    public async Task Auto_takes_what_the_engine_says(string given, string expected, string environment) =>
        Assert.Equal(expected, (await ShardOfAsync(given, environment))?.ToString());

    [Theory]
    [InlineData("auto", "no engine is found", "")]
    [InlineData("auto/4", "no engine is found", "CI_NODE_TOTAL=1")]
    [InlineData("auto", "give the number as --shard auto/4", "JOB_COMPLETION_INDEX=0")]
    [InlineData("auto/4", "Kubernetes says that this is machine 5 of 4", "JOB_COMPLETION_INDEX=4")]
    [InlineData("auto", "GitLab says that this is machine 0 of 4", "CI_NODE_INDEX=0 CI_NODE_TOTAL=4")]
    [InlineData("auto/4", "GitLab runs 8 machines, and 4 shards are asked for", "CI_NODE_INDEX=1 CI_NODE_TOTAL=8")]
    [InlineData("auto", "the variable CI_NODE_INDEX is \"one\"", "CI_NODE_INDEX=one CI_NODE_TOTAL=4")]
    [InlineData("auto", "GitLab says 1/4, Buildkite says 2/4", "CI_NODE_INDEX=1 CI_NODE_TOTAL=4 BUILDKITE_PARALLEL_JOB=1 BUILDKITE_PARALLEL_JOB_COUNT=4")]
    [InlineData("auto", "no even steps", "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("auto", "no even steps", "SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("auto/4", "Slurm runs 1 machines, and 4 shards are asked for", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=1")]
    public async Task What_the_environment_does_not_say_clearly_is_an_error(string given, string expected, string environment) =>
        Assert.Contains(expected, await RefusedAsync(given, environment), StringComparison.Ordinal);
}
