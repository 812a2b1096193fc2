using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Parameters;

namespace Thumbs.Cli.Reports;

/// <summary>Chooses the report of a run.</summary>
internal static class Report
{
    public static IReport For(Settings settings, ProcessContext here)
    {
        var folder = settings.Request.BaseFolder;
        var dryRun = settings.Request.DryRun;
        var verbosity = settings.Presentation.Verbosity;
        if (settings.Presentation.Json)
            return new JsonReport(here.Out, folder, dryRun);
        // Quiet output is not updated in place.
        IScreen screen = here.IsTerminal && verbosity != Verbosity.Quiet
            ? new LiveScreen(here.Out, colors: !settings.Presentation.NoColor && !here.NoColor)
            : new PlainScreen(here.Out, here.Error);
        return new TextReport(new LosableScreen(screen), verbosity, folder, dryRun, here.Time);
    }

    /// <summary>Reports a problem that occurred outside a run.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="exitCode">That it ends in.</param>
    /// <param name="json">Whether lines of JSON are wanted.</param>
    /// <param name="here">Where to.</param>
    public static void Write(Problem problem, int exitCode, bool json, ProcessContext here)
    {
        try
        {
            if (json)
            {
                JsonReport.Write(problem, exitCode, here.Out);
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or ThumbsException)
        {
            // Where the listing cannot be written there is still standard error.
        }

        here.Error.WriteLine(Printable.Text(problem.ToString()));
    }
}
