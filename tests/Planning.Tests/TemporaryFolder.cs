using Thumbs.Files;

namespace Thumbs.Planning.Tests;

/// <summary>A folder for the files of a test, deleted at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = RealPath.Of(Directory.CreateTempSubdirectory("planning-").FullName);

    public string Path { get; }

    public string At(string name) => System.IO.Path.GetFullPath(name, Path);

    /// <summary>Writes files; their content does not matter to a plan.</summary>
    public TemporaryFolder With(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
            File.WriteAllText(At(name), name);
        }
        return this;
    }

    /// <summary>Makes a symbolic link, or skips the test where that is not permitted.</summary>
    public TemporaryFolder WithLink(string name, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        try
        {
            if (Directory.Exists(At(target)))
                Directory.CreateSymbolicLink(At(name), At(target));
            else
                File.CreateSymbolicLink(At(name), At(target));
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("Symbolic links are not permitted here.");
        }
        return this;
    }

    public Request Request(params string[] inputs) => new()
    {
        BaseFolder = Path,
        Inputs = inputs,
        OutputFolder = At("thumbs"),
    };

    public Plan Plan(params string[] inputs) => Planner.Make(Request(inputs), TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class PlanText
{
    /// <summary>Each job in a line: <c>source > output, output</c>.</summary>
    public static string[] Lines(this Plan plan) =>
        [.. plan.Jobs.Select(job => $"{job.Source.Name} > {string.Join(", ", job.Renditions.Select(rendition => rendition.Output))}")];

    public static string[] Notes(this Plan plan) => [.. plan.Problems.Select(problem => $"{problem.Code} {problem.Path}")];
}
