using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;

using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Thumbs.Tasks;

/// <summary>Runs the engine and logs its messages.</summary>
[MSBuildMultiThreadableTask]
#pragma warning disable CA1001 // MSBuild disposes of no task: what Execute opens it closes.
public sealed class GenerateThumbnails : ToolTask
#pragma warning restore CA1001
{
    /// <summary>How long the engine may take to end its workers and clean up after a cancellation; then it is killed.</summary>
    private static readonly TimeSpan CancelGrace = TimeSpan.FromMilliseconds(600);

    private readonly Queue<string> _lastWords = new();
    private AnonymousPipeServerStream? _pipe;
    private Timer? _kill;
    private int _workers;
    private string? _missingFramework;
    private volatile bool _isCancelled;

    /// <summary>The request file.</summary>
    [Required]
    public string Request { get; set; } = "";

    /// <summary>The engine's assembly; absolute.</summary>
    [Required]
    public string Engine { get; set; } = "";

    /// <summary>The folder of the package Thumbs.Natives in which .NET finds libvips; absolute.</summary>
    public string Natives { get; set; } = "";

    /// <summary>The project file; absolute. Messages that concern no image are reported there.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The most workers wanted, as a number; all cores where it is empty or 0.</summary>
    public string Jobs { get; set; } = "";

    /// <summary>Whether warnings are errors, as for a compiler. MSBuild itself knows only properties of other names.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Codes of warnings that stay warnings.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>Codes of warnings that are not logged.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>The value of DOTNET_HOST_PATH.</summary>
    public string? DotnetHostPath { get; set; }

    /// <summary>The folder of the .NET that MSBuild belongs to.</summary>
    public string? NetCoreRoot { get; set; }

    /// <summary>The value of DOTNET_ROOT.</summary>
    public string? DotnetRoot { get; set; }

    /// <inheritdoc/>
    protected override string ToolName => DotnetHost.Name;

    /// <inheritdoc/>
    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override bool Execute()
    {
        YieldDuringToolExecution = true;
        LogStandardErrorAsError = false;
        if (WantedWorkers() is not { } wanted)
            return false;

        // They are not released: MSBuild takes them back as soon as this node yields to the engine.
        _workers = (BuildEngine as IBuildEngine9)?.RequestCores(wanted) ?? wanted;
        try
        {
            using (_pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable))
                return base.Execute() && !Log.HasLoggedErrors;
        }
        finally
        {
            _kill?.Dispose();
        }
    }

    private int? WantedWorkers()
    {
        if (Jobs.Trim().Length == 0)
            return Environment.ProcessorCount;
        if (int.TryParse(Jobs, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var wanted))
            return wanted > 0 ? wanted : Environment.ProcessorCount;
        Fail("THUMB0001", $"ThumbnailsJobs: `{Jobs}` is no number of workers; leave it out for one on each core");
        return null;
    }

    /// <summary>An error of the project, and of no image.</summary>
    private void Fail(string code, string text) =>
        Log.LogError(subcategory: null, code, helpKeyword: null, Help.LinkTo(code), Project, 0, 0, 0, 0, "{0}", text);

    /// <summary>Lets the engine end by itself, so that it deletes unfinished files, and kills it where it does not.</summary>
    public override void Cancel()
    {
        _isCancelled = true;
        _pipe?.Dispose();
        _kill = new Timer(_ => base.Cancel(), state: null, CancelGrace, System.Threading.Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    protected override bool ValidateParameters()
    {
        if (Natives.Length > 0)
            return true;
        Fail("THUMB0302", "libvips is not there: the package Thumbs.Natives, on which Thumbs.Tasks depends, has not reached this project. Restore it, and let no ExcludeAssets take its build files away.");
        return false;
    }

    /// <inheritdoc/>
    protected override string GenerateFullPathToTool() => DotnetHost.Find(DotnetHostPath, NetCoreRoot, DotnetRoot);

    /// <inheritdoc/>
    protected override string GetWorkingDirectory() => Path.GetDirectoryName(Project)!;

    /// <inheritdoc/>
    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        line.AppendSwitchIfNotNull("--additionalprobingpath ", Natives);
        line.AppendFileNameIfNotNull(Engine);
        line.AppendSwitchIfNotNull("--build-request ", Path.GetFullPath(Path.Combine(GetWorkingDirectory(), Request)));
        line.AppendSwitch("--workers " + _workers.ToString(CultureInfo.InvariantCulture));
        line.AppendSwitchIfNotNull("--task-pipe ", _pipe!.GetClientHandleAsString());
        return line.ToString();
    }

    /// <inheritdoc/>
    protected override Process StartToolProcess(Process proc)
    {
        if (_isCancelled)
            base.Cancel();
        var started = base.StartToolProcess(proc);
        _pipe!.DisposeLocalCopyOfClientHandle();
        return started;
    }

    /// <inheritdoc/>
    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance)
    {
        var fields = TabbedLine.Split(singleLine);
        switch (fields[0], fields.Length)
        {
            case ("warning", 4) when IsOfTheCache(fields[1]):
                if (!Lists(NoWarn, fields[1]))
                    Log.LogMessage(MessageImportance.High, "{0} : warning {1}: {2}", FileOr(fields[2]), fields[1], fields[3]);
                break;
            case ("warning", 4) when TreatWarningsAsErrors && !Lists(WarningsNotAsErrors, fields[1]) && !Lists(NoWarn, fields[1]):
            case ("error", 4):
                var (file, line) = Place(fields[2]);
                Log.LogError(subcategory: null, fields[1], helpKeyword: null, Help.LinkTo(fields[1]), file, line, 0, 0, 0, "{0}", fields[3]);
                break;
            case ("warning", 4):
                Log.LogWarning(subcategory: null, fields[1], helpKeyword: null, Help.LinkTo(fields[1]), FileOr(fields[2]), 0, 0, 0, 0, "{0}", fields[3]);
                break;
            case ("result", 2):
                Log.LogMessage(MessageImportance.High, "{0}", fields[1]);
                break;
            case ("summary", 2):
                Log.LogMessage(MessageImportance.Normal, "{0}", fields[1]);
                break;
            case ("detail", 2):
                Log.LogMessage(MessageImportance.Low, "{0}", fields[1]);
                break;
            default:
                Remember(singleLine);
                break;
        }
    }

    /// <summary>
    /// A failing cache must not fail a build, since everything is made all the same. <c>-warnaserror</c> would make an error of
    /// each warning, and MSBuild does not tell reliably whether it is in force: so it is logged as a message that looks like a warning.
    /// </summary>
    private static bool IsOfTheCache(string code) => code.StartsWith("THUMB05", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void LogToolCommand(string message) => Log.LogMessage(MessageImportance.Low, "{0}", message);

    /// <inheritdoc/>
    protected override bool HandleTaskExecutionErrors()
    {
        if (_isCancelled || Log.HasLoggedErrors)
            return false;
        if (_missingFramework is not null)
        {
            Fail("THUMB0403", $"The engine needs a .NET that {GenerateFullPathToTool()} has not: {_missingFramework}. Install it from https://aka.ms/dotnet/download");
            return false;
        }

        var said = _lastWords.Count > 0 ? "; it said: " + string.Join(" ", _lastWords) : "";
        Fail("THUMB0401", $"The engine ended with exit code {ExitCode} before it was done{said}. What was made until then is kept; build again.");
        return false;
    }

    private static bool Lists(string codes, string code) =>
        codes.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Contains(code, StringComparer.OrdinalIgnoreCase);

    private string FileOr(string file) => file.Length > 0 ? file : Project;

    /// <summary>The file of a message, and the line where one follows it, as in <c>App.csproj(12)</c>; 0 where none does.</summary>
    private (string File, int Line) Place(string text)
    {
        var open = text.LastIndexOf('(');
        return open > 0 && text.EndsWith(")", StringComparison.Ordinal) && !File.Exists(text)
            && int.TryParse(text.Substring(open + 1, text.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (text.Substring(0, open), line)
            : (FileOr(text), 0);
    }

    /// <summary>Lines in another format are written by .NET itself when it ends the engine.</summary>
    private void Remember(string line)
    {
        const int MostLines = 3;
        const string Framework = "Framework: ";
        Log.LogMessage(MessageImportance.Low, "{0}", line);
        if (line.StartsWith(Framework, StringComparison.Ordinal))
            _missingFramework = line.Substring(Framework.Length).Trim();
        if (line.Trim().Length > 0 && _lastWords.Count < MostLines)
            _lastWords.Enqueue(line.Trim());
    }
}
