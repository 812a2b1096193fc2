using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;

using Thumbs.Diagnostics;
using Thumbs.Parameters;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Cli;

/// <summary>A parsed command line, whose values are not interpreted yet.</summary>
/// <param name="Information">The help or the version that was asked for instead of a run.</param>
/// <param name="Inputs">As given.</param>
/// <param name="Settings">The options of the table.</param>
/// <param name="ConfigFile">The value of <c>--config</c>.</param>
internal sealed record ParsedCommandLine(
    string? Information, IReadOnlyList<string> Inputs, IReadOnlyList<Setting> Settings, string? ConfigFile);

/// <summary>Parses a command line by the table of options.</summary>
internal static class CommandLineParser
{
    public const string ConfigOption = "config";

    /// <exception cref="ThumbsException">An option is not known, or lacks its value.</exception>
    public static ParsedCommandLine Parse(string[] args)
    {
        // The library's own messages are collected here and replaced by ours.
        using var said = new StringWriter();
        using var application = new CommandLineApplication
        {
            Name = "dotnet thumbs",
            Out = said,
            Error = TextWriter.Null,
            HelpTextGenerator = new HelpFromTable(),
            AllowArgumentSeparator = true,
            MakeSuggestionsInErrorMessage = false,
        };
        application.HelpOption("-?|-h|--help");
        application.VersionOption("--version", () => ToolVersion.Text);
        var inputs = application.Argument("INPUT", "", multipleValues: true);
        var config = application.Option($"--{ConfigOption}", "", CommandOptionType.MultipleValue);
        var given = Options.All.Select(option => application.Option(Template(option), "", TypeOf(option))).ToArray();

        try
        {
            application.Parse(args);
        }
        catch (UnrecognizedCommandParsingException exception)
        {
            var word = args.FirstOrDefault(arg => exception.Message.EndsWith($"'{arg}'", StringComparison.Ordinal)) ?? args.First(IsUnknown);
            throw Wrong($"{word}: there is no such option{Suggestion(word)}", exception);
        }
        catch (CommandParsingException exception)
        {
            // A value can be missing only at the end; the other error is a switch with two values.
            throw Wrong(
                exception.Message.StartsWith("Missing value", StringComparison.Ordinal)
                    ? $"{args[^1]}: the value is missing; `dotnet thumbs --help` tells what it takes"
                    : exception.Message,
                exception);
        }

        return application.IsShowingInformation
            ? new ParsedCommandLine(said.ToString(), [], [], null)
            : new ParsedCommandLine(
                null,
                [.. inputs.Values, .. application.RemainingArguments],
                [.. Options.All.SelectMany((option, index) => Given(option, given[index]))],
                Single(config));
    }

    private static string Template(Option option) =>
        option.Short is null ? $"--{option.Name}" : $"-{option.Short}|--{option.Name}";

    private static CommandOptionType TypeOf(Option option) =>
        option.Shape is OptionShape.Value or OptionShape.List ? CommandOptionType.MultipleValue : CommandOptionType.SingleOrNoValue;

    private static IEnumerable<Setting> Given(Option option, CommandOption given)
    {
        var spelling = $"--{option.Name}";
        if (given.Values.Count == 0)
            return [];
        return option.Shape == OptionShape.List
            ? [new Setting(option, string.Join(',', given.Values), spelling, null)]
            : given.Values.Select(value => new Setting(option, value ?? "true", spelling, null));
    }

    /// <summary>What to say of an option that other tools have: its name here, or that it is not needed.</summary>
    private static string? KnownElsewhere(string name) => name.ToLowerInvariant() switch
    {
        "out" or "outdir" or "out-dir" or "output-dir" or "dest" => Meant(OptionName.Output),
        "resize" or "thumbnail" => Meant("size"),
        "gravity" => Meant("position"),
        "crop" => "--fit cover crops to the box, and --position says what is kept",
        "strip" => "metadata is left out but for what --keep names",
        "auto-orient" => "pictures are turned upright unless --no-rotate is given",
        "recursive" => "folders are read with all below them",
        _ => null,
    };

    private static string Meant(string option) => $"did you mean \"--{option}\"?";

    private static string? Single(CommandOption option) => option.Values.Count switch
    {
        0 => null,
        1 => option.Values[0],
        _ => throw Wrong($"--{option.LongName}: given twice", null),
    };

    /// <summary>Whether an argument is none of ours: the library names only a part of those that begin with one dash.</summary>
    private static bool IsUnknown(string arg) =>
        arg is ['-', not '-', ..] && !Array.Exists([.. Options.All], option => option.Short is { } letter && arg[1] == letter[0]);

    private static string Suggestion(string word)
    {
        if (word is ['-', not '-', ..] && word.Contains('.', StringComparison.Ordinal))
            return $"; a file whose name begins with a dash is written ./{word}";
        var name = word.TrimStart('-').Split('=', ':')[0];
        if (KnownElsewhere(name) is { } known)
            return $"; {known}";
        var names = Options.All.Select(option => option.Name).Concat([ConfigOption, "help", "version"]);
        return name.Length > 1 && Nearest.To(name, names) is { } nearest ? $"; did you mean \"--{nearest}\"?" : "";
    }

    private static ThumbsException Wrong(string text, Exception? inner) =>
        inner is null ? new(Diagnostic.WrongOption.At(null, text)) : new(Diagnostic.WrongOption.At(null, text), inner);

    private sealed class HelpFromTable : IHelpTextGenerator
    {
        public void Generate(CommandLineApplication application, TextWriter output) => output.Write(Help.Text());
    }
}
