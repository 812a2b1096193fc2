using Spectre.Console;
using Spectre.Console.Rendering;

using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>A progress bar at the foot of a terminal, with lines above it. The only code that uses Spectre.Console.</summary>
internal sealed class LiveBar : IAsyncDisposable
{
    private readonly IAnsiConsole _console;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _display;
    private ProgressContext? _context;
    private ProgressTask? _task;

    public LiveBar(TextWriter output, bool colors)
        : this(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Interactive = InteractionSupport.Yes,
            ColorSystem = colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        }))
    {
    }

    public LiveBar(IAnsiConsole console) => _console = console;

    public void Say(string line) => _console.Write(new LineAbove([new Segment(line, Style.Plain)]));

    /// <summary>A problem in its canonical form, in which the code is a link where the terminal can show links.</summary>
    public void Complain(Problem problem)
    {
        var style = new Style(problem.IsError ? Color.Red : Color.Yellow);
        _console.Write(new LineAbove(
            [
                new Segment(Printable.Text(problem.Opening), style),
                new Segment(problem.Code, style, new Link(problem.Diagnostic.Link)),
                new Segment(Printable.Text($": {problem.Text}"), style),
            ]));
    }

    public void Show(RunProgress progress)
    {
        _display ??= DisplayAsync(progress.Total);
        if (_task is null || _context is null)
            return;
        var failed = progress.Failed > 0 ? $", [red]{progress.Failed} failed[/]" : "";
        _task.Description = $"{progress}{failed}";
        _task.Value = progress.Done;
        _context.Refresh();
    }

    /// <summary>Removes the bar; the lines stay.</summary>
    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        if (_display is not null)
            await _display;
    }

    /// <summary>The library shows a bar while a task runs: this one runs until the bar is disposed.</summary>
    private Task DisplayAsync(int total) =>
        _console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(progress =>
            {
                _context = progress;
                _task = progress.AddTask("starting", maxValue: Math.Max(1, total));
                return _over.Task;
            });

    /// <summary>
    /// A line that overwrites the bar, which is drawn again below it. It erases the rest of the bar, and leaves
    /// wrapping to the terminal, so that a long path can be copied.
    /// </summary>
    private sealed class LineAbove(IReadOnlyList<Segment> line) : Renderable
    {
        /// <summary>ED of ECMA-48: erases from the cursor to the end of the screen.</summary>
        private const string EraseBelow = "\x1b[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(EraseBelow), .. line, Segment.LineBreak];
    }
}
