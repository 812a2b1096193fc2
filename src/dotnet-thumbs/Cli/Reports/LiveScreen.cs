using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>
/// An interactive terminal. The bar, and the library that draws it, are loaded only once there is something to show: a
/// run with nothing to do ends before.
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
