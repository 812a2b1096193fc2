using System.Text;

using Microsoft.Extensions.Time.Testing;

using Thumbs.Engine;
using Thumbs.Planning;

namespace Thumbs.Cli.Tests;

/// <summary>The command line in a folder of its own, with an engine that only records its request.</summary>
internal sealed class Tool : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    public Tool() => Folder = Directory.CreateTempSubdirectory("thumbs-cli-").FullName;

    public string Folder { get; }

    public string Output => output.ToString();

    public string Errors => error.ToString();

    public string StandardInput { get; init; } = "";

    /// <summary>Replaces <see cref="StandardInput"/> where that is not UTF-8, or does not end.</summary>
    public Stream? InputStream { get; init; }

    public CancellationToken Interruption { get; init; } = TestContext.Current.CancellationToken;

    public bool IsTerminal { get; init; }

    /// <summary>Replaces the terminal where <see cref="Output"/> is not read.</summary>
    public TextWriter? Screen { get; init; }

    public string? CacheFolder { get; init; } = "cache";

    /// <summary>The environment variables that the command line reads.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The request to the engine; <see langword="null"/> where it was not called.</summary>
    public Request? Request { get; private set; }

    /// <summary>What the engine reports.</summary>
    public Action<IReport> Engine { get; init; } = _ => { };

    /// <summary>How often the time for a line of progress comes while the engine is at work.</summary>
    public int Ticks { get; init; }

    public int ExitCode { get; init; }

    public static async Task<Request> RequestOfAsync(params string[] args)
    {
        using var tool = new Tool();
        Assert.Equal(0, await tool.RunAsync(args));
        return tool.Request!;
    }

    /// <summary>The options of a run on <c>photos</c>.</summary>
    public static async Task<RenditionOptions> RenditionsOfAsync(params string[] args) =>
        (await RequestOfAsync(["photos", .. args])).Renditions;

    /// <summary>The one line on standard error of a run with an error.</summary>
    public static async Task<string> ErrorOfAsync(params string[] args)
    {
        using var tool = new Tool();
        return await tool.RefusedAsync(args);
    }

    public async Task<string> RefusedAsync(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Null(Request);
        Assert.Equal("", Output);
        return Assert.Single(Errors.TrimEnd('\n').Split('\n'));
    }

    public Task<int> RunAsync(params string[] args) =>
        Program.RunAsync(args, Context, (request, report, _) =>
        {
            Request = request;
            Engine(report);
            Time.Advance(Ticks * TimeSpan.FromSeconds(5));
            return Task.FromResult(new Summary(0, 0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero, ExitCode));
        });

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ProcessContext Context() => new()
    {
        Folder = Folder,
        Input = () => InputStream ?? new MemoryStream(Encoding.UTF8.GetBytes(StandardInput)),
        Out = Screen ?? output,
        Error = error,
        IsTerminal = IsTerminal,
        CacheFolder = CacheFolder,
        NoColor = false,
        Variable = Environment.GetValueOrDefault,
        Time = Time,
        Interruption = Interruption,
    };
}
