using Spectre.Console;
using Spectre.Console.Rendering;

namespace Thumbs.Cli.Reports;

/// <summary>One progress bar at the foot of a terminal, with lines that go by above it. The only code that uses Spectre.Console.</summary>
internal sealed class LiveBar : IAsyncDisposable
{
    private readonly IAnsiConsole console;
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? display;
    private ProgressContext? context;
    private ProgressTask? task;

    public LiveBar(TextWriter output, bool colors)
        : this(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Interactive = InteractionSupport.Yes,
            ColorSystem = colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        }))
    {
    }

    public LiveBar(IAnsiConsole console) => this.console = console;

    public void Say(string line) => console.Write(new LineAbove(line, Style.Plain));

    public void Complain(string line, bool isError) =>
        console.Write(new LineAbove(line, new Style(isError ? Color.Red : Color.Yellow)));

    public void Show(Progress progress)
    {
        display ??= DisplayAsync(progress.Total);
        if (task is null || context is null)
            return;
        var failed = progress.Failed > 0 ? $", [red]{progress.Failed} failed[/]" : "";
        task.Description = $"{progress}{failed}";
        task.Value = progress.Done;
        context.Refresh();
    }

    /// <summary>Takes the bar away; the lines stay.</summary>
    public async ValueTask DisposeAsync()
    {
        over.TrySetResult();
        if (display is not null)
            await display;
    }

    /// <summary>The library shows a bar for as long as a task runs: this one runs until the bar is disposed.</summary>
    private Task DisplayAsync(int total) =>
        console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(progress =>
            {
                context = progress;
                task = progress.AddTask("starting", maxValue: Math.Max(1, total));
                return over.Task;
            });

    /// <summary>
    /// A line that takes the place of the bar, which is drawn again below it. It erases what is left of the bar, and leaves
    /// it to the terminal to break what is too long, so that a path can be copied.
    /// </summary>
    private sealed class LineAbove(string line, Style style) : Renderable
    {
        /// <summary>ED of ECMA-48: erases from the cursor to the end of the screen.</summary>
        private const string EraseBelow = "\x1b[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(EraseBelow), new Segment(line, style), Segment.LineBreak];
    }
}
