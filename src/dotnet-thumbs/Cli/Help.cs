using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Parameters;

namespace Thumbs.Cli;

/// <summary>The help, generated from the table of options.</summary>
internal static class Help
{
    /// <summary>The default width of a terminal, in columns.</summary>
    private const int Width = 80;

    /// <summary>The column of the descriptions: after the longest option with a short name.</summary>
    private const int Indent = 27;

    private static readonly (OptionGroup Group, string Title)[] Titles =
    [
        (OptionGroup.Files, "Input and output"),
        (OptionGroup.Size, "Size"),
        (OptionGroup.Format, "Format"),
        (OptionGroup.Picture, "Colour and metadata"),
        (OptionGroup.Limits, "Speed and limits"),
        (OptionGroup.Run, "Runs"),
        (OptionGroup.Output, "Output"),
    ];

    /// <summary>Whether a verb's arguments ask for the help.</summary>
    public static bool IsWanted(string[] args) => args.Any(arg => arg is "-h" or "--help" or "-?");

    public static string Text()
    {
        var text = new StringBuilder("""
            Usage: dotnet thumbs INPUT... [options]
                   dotnet thumbs info
                   dotnet thumbs merge SHARD.json... --manifest FILE
                   dotnet thumbs cache path|info|trim [SIZE]|verify|clear [--cache DIR]

            Makes thumbnails and responsive renditions of folders of images. What is up to
            date is left alone. `info` tells versions, formats, cores, memory and sandbox.

            Examples:
              dotnet thumbs photos -o thumbs
              dotnet thumbs "assets/**/*.{jpg,png}" -o out -s 320x240 --fit cover
              dotnet thumbs photos -o out -w 320,640,1280 -f avif,webp,jpeg

            """.ReplaceLineEndings("\n"));
        foreach (var (group, title) in Titles)
        {
            text.Append('\n').Append(title).Append(":\n");
            if (group == OptionGroup.Files)
                Row(text, "  INPUT...", "files, folders (recursive), globs with ** and {a,b}; - for paths on standard input, one a line or NUL-separated");
            foreach (var option in Options.All.Where(option => option.Group == group))
                Row(text, Left(option), option.Description);
            if (group == OptionGroup.Output)
            {
                Row(text, $"      --{CommandLineParser.ConfigOption} FILE", "options by their names in JSON (thumbs.json here)");
                Row(text, "  -h, --help", "this text");
                Row(text, "      --version", "the version of this tool");
            }
        }

        text.Append("\nExit codes: 0 all good, 1 some images failed, 2 wrong usage, 3 the machine\nfailed, 130 cancelled.\n");
        text.Append("\nCodes such as THUMB0102 are explained at\n").Append(Diagnostic.Page).Append('\n');
        return text.ToString();
    }

    private static string Left(Option option)
    {
        var name = (option.Short is null ? "      --" : $"  -{option.Short}, --") + option.Name;
        return option.Shape switch
        {
            OptionShape.Switch => name,
            OptionShape.SwitchOrList => $"{name}[={option.ValueName}]",
            _ => $"{name} {option.ValueName}",
        };
    }

    private static void Row(StringBuilder text, string left, string description)
    {
        text.Append(left.PadRight(Indent));
        var column = Math.Max(Indent, left.Length);
        var isFirst = true;
        foreach (var word in description.Split(' '))
        {
            if (column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', Indent);
                column = Indent;
                isFirst = true;
            }

            if (!isFirst)
                text.Append(' ');
            text.Append(word);
            column += word.Length + (isFirst ? 0 : 1);
            isFirst = false;
        }

        text.Append('\n');
    }
}
