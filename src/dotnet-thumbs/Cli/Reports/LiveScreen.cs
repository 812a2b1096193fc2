using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>
/// A terminal that somebody watches. The bar, and the library that draws it, come only once there is something to show: a
/// run in which nothing had to be done is over before.
/// </summary>
internal sealed class LiveScreen(TextWriter output, bool colors) : IScreen
{
    private LiveBar? _bar;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(200);

    private LiveBar Bar => _bar ??= new LiveBar(output, colors);

    public void Say(string line)
    {
        if (_bar is null)
            output.WriteLine(Printable.Text(line));
        else
            _bar.Say(Printable.Text(line));
    }

    public void Complain(Problem problem) => Bar.Complain(problem);

    public void Show(RunProgress progress) => Bar.Show(progress);

    public ValueTask CloseAsync() => _bar is null ? ValueTask.CompletedTask : _bar.DisposeAsync();
}
