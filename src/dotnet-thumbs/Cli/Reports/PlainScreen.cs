using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>Output to pipes, files and CI logs: whole lines without control characters, problems on standard error.</summary>
internal sealed class PlainScreen(TextWriter output, TextWriter error) : IScreen
{
    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public void Say(string line) => output.WriteLine(Printable.Text(line));

    public void Complain(Problem problem) => error.WriteLine(Printable.Text(problem.ToString()));

    public void Show(RunProgress progress) =>
        Say(progress.Failed > 0 ? $"{progress}, {progress.Failed} failed" : progress.ToString());

    public ValueTask CloseAsync() => ValueTask.CompletedTask;
}
