using System.Text;

using Thumbs.Caching;

namespace Thumbs.Cli;

/// <summary>The environment of the command line: folder, streams, terminal and variables.</summary>
internal sealed record ProcessContext
{
    /// <summary>The current folder; absolute, and empty where it has been deleted.</summary>
    public required string Folder { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> Input { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether standard output is a terminal that can move its cursor.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Whether colours are off: the variable NO_COLOR is set and not empty (no-color.org).</summary>
    public required bool NoColor { get; init; }

    /// <summary>The folder of the cache where no option names one; <see langword="null"/> for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Looks up a variable of the environment.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Cancelled by Ctrl+C.</summary>
    public CancellationToken Interruption { get; init; }

    public static ProcessContext OfProcess()
    {
        UseUtf16Console();
        return Found();
    }

    private static ProcessContext Found() => new()
    {
        Folder = CurrentFolder(),
        Input = Console.OpenStandardInput,
        Out = Console.IsOutputRedirected ? Utf8(Console.OpenStandardOutput, "standard output") : Console.Out,
        Error = Console.IsErrorRedirected ? Utf8(Console.OpenStandardError, "standard error") : Console.Error,
        IsTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected && !IsCi() && Environment.GetEnvironmentVariable("TERM") != "dumb",
        NoColor = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 },
        CacheFolder = CacheLayout.FolderOf(Environment.GetEnvironmentVariable(CacheLayout.Variable)),
        Variable = Environment.GetEnvironmentVariable,
        Time = TimeProvider.System,
    };

    private static string CurrentFolder()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>UTF-8 whatever the terminal's code page is: JSON requires it, and file names may be in any language.</summary>
    private static StreamWriter Utf8(Func<Stream> open, string name) =>
        new(new StandardStream(open, name), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>
    /// The Windows console converts output to its code page, which lacks most letters. With UTF-16 as the encoding, .NET
    /// passes the console the text unconverted, and the code page of the console is not changed.
    /// </summary>
    private static void UseUtf16Console()
    {
        if (OperatingSystem.IsWindows() && !(Console.IsOutputRedirected && Console.IsErrorRedirected))
            Console.OutputEncoding = Encoding.Unicode;
    }

    /// <summary>CI systems set CI, some of them under a terminal that keeps a log; Azure Pipelines sets only its own variable.</summary>
    private static bool IsCi() =>
        Environment.GetEnvironmentVariable("CI") is not (null or "" or "false") || Environment.GetEnvironmentVariable("TF_BUILD") is { Length: > 0 };
}
