using System.Runtime.InteropServices;
using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Parameters;
using Thumbs.Parameters.Values;
using Thumbs.Planning;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Cli;

/// <summary><c>dotnet thumbs info</c>: the facts of this installation, for a user and for a bug report.</summary>
internal static class InfoVerb
{
    public const string Name = "info";

    /// <summary>As many as fit into 80 columns.</summary>
    private const int LibrariesPerLine = 4;

    /// <exception cref="ThumbsException">libvips cannot be loaded, or there are arguments.</exception>
    public static async Task<int> RunAsync(string[] args, ProcessContext here)
    {
        if (args is ["-h" or "--help" or "-?"])
            await here.Out.WriteAsync(Help.Text());
        else
            await here.Out.WriteAsync(await DescribeAsync(RequestIn(args, here), here.Interruption));
        return ExitCode.Success;
    }

    /// <summary>Only which libvips is meant can be said.</summary>
    private static Request RequestIn(string[] args, ProcessContext here)
    {
        var parsed = CommandLineParser.Parse(args);
        var foreign = parsed.Inputs.Concat(parsed.Settings.Where(setting => setting.Option.Name is not (OptionName.Libvips or OptionName.Loaders)).Select(setting => setting.Spelling));
        if (foreign.FirstOrDefault() is { } first)
            throw new ThumbsException(Diagnostic.WrongOption.At(null, $"{first}: `dotnet thumbs info` takes --libvips and --loaders alone; a folder of that name is ./info"));
        return Settings.DefaultsIn(here.Folder, here.CacheFolder, here.Variable(Settings.LibvipsVariable)).With(parsed.Settings, here.Folder, Diagnostic.WrongOption).Request;
    }

    private static async Task<string> DescribeAsync(Request request, CancellationToken cancellation)
    {
        var libvips = await LibvipsInUse.OfAsync(request, cancellation);
        var versions = libvips?.Versions ?? await EngineVersions.LoadAsync();
        return Text(
            libvips?.Probe.Facts ?? LibraryFacts.Load(versions.Libvips), versions.Libraries, MachineResources.OfThisProcess(), Sandbox.Probe(), libvips is null ? "" : $" ({libvips.Library})");
    }

    public static string Text(LibraryFacts library, IEnumerable<string> codecs, MachineResources machine, Protections sandbox, string origin = "")
    {
        var text = new StringBuilder();
        Line("thumbs", ToolVersion.Text);
        Line(".NET", $"{Environment.Version} ({RuntimeInformation.RuntimeIdentifier})");
        Line("NetVips", library.NetVips);
        Line("libvips", library.LibvipsVersion + origin);
        foreach (var (number, line) in codecs.Chunk(LibrariesPerLine).Index())
            Line(number == 0 ? "with" : "", string.Join(", ", line));
        Line("reads", Words(library.Readable));
        Line("writes", Words(library.Writable));
        Line("cores", $"{machine.Cores}");
        Line("memory", $"{Figures.Bytes(machine.AvailableMemory)} available");
        Line("workers", $"{machine.Workers(requested: null, new Limits())} by default");
        Line("sandbox", SandboxText.Of(sandbox));
        return text.ToString();

        void Line(string name, string value) => text.Append(name.PadRight(10)).Append(value).Append('\n');
        static string Words(IEnumerable<ImageFormat> formats) => string.Join(' ', formats.Select(format => format.Name()));
    }

    /// <summary>Reports a single input that does not exist and is nearly this verb.</summary>
    /// <exception cref="ThumbsException">The verb was meant.</exception>
    public static void CheckMistyped(IReadOnlyList<string> inputs, string folder)
    {
        if (inputs is ["help"] && !Path.Exists(Path.Combine(folder, "help")))
            throw new ThumbsException(Diagnostic.WrongOption.At(null, "\"help\" is neither a file nor a folder; did you mean `dotnet thumbs --help`?"));
        if (inputs is [var input] && !Path.Exists(Path.Combine(folder, input)) && Nearest.To(input, [Name]) is not null)
            throw new ThumbsException(Diagnostic.WrongOption.At(null, $"\"{input}\" is neither a file nor a folder; did you mean `dotnet thumbs {Name}`?"));
    }
}
