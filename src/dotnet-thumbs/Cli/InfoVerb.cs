using System.Runtime.InteropServices;
using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Imaging.Library;
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
    public static async Task<int> RunAsync(string[] args, Surroundings here)
    {
        if (args is ["-h" or "--help" or "-?"])
            await here.Out.WriteAsync(Help.Text());
        else if (args.Length > 0)
            throw new ThumbsException(Diagnostic.WrongOption.At(null, $"{args[0]}: `dotnet thumbs info` takes no arguments; a folder of that name is ./info"));
        else
            await here.Out.WriteAsync(Describe(await EngineVersions.LoadAsync()));
        return ExitCode.Success;
    }

    private static string Describe(EngineVersions versions) =>
        Text(LibraryFacts.Load(versions.Libvips), versions.Libraries, MachineResources.OfThisProcess(), Sandbox.Probe());

    public static string Text(LibraryFacts library, IEnumerable<string> codecs, MachineResources machine, Protections sandbox)
    {
        var text = new StringBuilder();
        Line("thumbs", ToolVersion.Text);
        Line(".NET", $"{Environment.Version} ({RuntimeInformation.RuntimeIdentifier})");
        Line("NetVips", library.NetVips);
        Line("libvips", library.LibvipsVersion);
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
        static string Words(IEnumerable<ImageFormat> formats) => string.Join(' ', formats.Select(format => format.ToString().ToLowerInvariant()));
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
