namespace Thumbs.Benchmarks.Comparison;

/// <summary>A way to do the work, whole processes from start to end.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Version">Of the program.</param>
/// <param name="On">Gives the command for a folder of sources and an output folder.</param>
internal sealed record Contender(string Name, string Version, Func<string, string, Command> On)
{
    /// <summary>Runs it, and checks that all the files are there.</summary>
    /// <param name="sources">The folder of the sources.</param>
    /// <param name="output">A folder that does not exist.</param>
    /// <param name="files">How many have to come out.</param>
    /// <returns>The wall time.</returns>
    public async Task<TimeSpan> TimeAsync(string sources, string output, int files)
    {
        var time = await On(sources, output).TimeAsync();
        var made = Directory.EnumerateFiles(output).Count(path => !Path.GetFileName(path).StartsWith('.'));
        return made == files ? time : throw new InvalidOperationException($"{Name} made {made} files of {sources} instead of {files}.");
    }
}
