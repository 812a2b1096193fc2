using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>
/// A screen that may go while the run goes on to its end: a terminal that was closed, a log on a disk that is full. Nobody is left to
/// tell; what was done is in the books, and the exit code says the rest.
/// </summary>
internal sealed class LosableScreen(IScreen screen) : IScreen
{
    private bool _isLost;

    public TimeSpan Interval => screen.Interval;

    public void Say(string line) => Try(() => screen.Say(line));

    public void Complain(Problem problem) => Try(() => screen.Complain(problem));

    public void Show(RunProgress progress) => Try(() => screen.Show(progress));

    public async ValueTask CloseAsync()
    {
        try
        {
            if (!_isLost)
                await screen.CloseAsync();
        }
        catch (Exception exception) when (exception is IOException or ThumbsException)
        {
            // Gone with the screen.
        }
    }

    private void Try(Action tell)
    {
        try
        {
            if (!_isLost)
                tell();
        }
        catch (Exception exception) when (exception is IOException or ThumbsException)
        {
            _isLost = true;
        }
    }
}
