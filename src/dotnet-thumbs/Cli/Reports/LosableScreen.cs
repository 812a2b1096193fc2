using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>
/// A screen that may fail while the run goes on: a closed terminal, a log on a full disk. Nothing can be reported then;
/// what was done is recorded, and the exit code tells the rest.
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
            // Failed like every write to it.
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
