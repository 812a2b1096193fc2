using System.Net;

namespace Thumbs.Images;

/// <summary>
/// Where a user of Linux has fonts and their configuration, as fontconfig looks for them: fonts-conf(5). Without them the text of an SVG
/// would look different.
/// </summary>
public static class FontFolders
{
    /// <summary>Files and folders, absolute; some of them may not exist.</summary>
    public static IEnumerable<string> OfUser()
    {
        var configuration = Path.Join(Xdg("XDG_CONFIG_HOME", ".config"), "fontconfig");
        var named = Environment.GetEnvironmentVariable("FONTCONFIG_FILE") ?? "";
        return
        [
            InHome(".fonts"), InHome(".fonts.conf"), InHome(".fonts.conf.d"), Path.Join(Xdg("XDG_DATA_HOME", ".local/share"), "fonts"),
            configuration, named, Environment.GetEnvironmentVariable("FONTCONFIG_PATH") ?? "",
            .. NamedIn("/etc/fonts/fonts.conf"), .. NamedIn("/etc/fonts/local.conf"),
            .. NamedIn(InHome(".fonts.conf")), .. NamedIn(Path.Join(configuration, "fonts.conf")), .. NamedIn(named),
        ];
    }

    /// <summary>The folders in which fonts are looked for, by this process and those that it starts.</summary>
    public static IEnumerable<string> InUse()
    {
        // A configuration of one's own replaces the system's unless it includes that.
        if (Environment.GetEnvironmentVariable("FONTCONFIG_FILE") is { Length: > 0 } own && NamedIn(own) is { Count: > 0 } named && !Read(own).Contains("<include", StringComparison.Ordinal))
            return named;
        if (OperatingSystem.IsWindows())
            return [Environment.GetFolderPath(Environment.SpecialFolder.Fonts), Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Microsoft", "Windows", "Fonts")];
        return OperatingSystem.IsMacOS()
            ? ["/System/Library/Fonts", "/Library/Fonts", InHome("Library/Fonts")]
            : ["/usr/share/fonts", "/usr/local/share/fonts", "/usr/X11R6/lib/X11/fonts", .. OfUser()];
    }

    /// <summary>What a configuration names between <c>&lt;dir&gt;</c> and its end: the folders that are in no usual place.</summary>
    private static List<string> NamedIn(string file)
    {
        const string opening = "<dir";
        var found = new List<string>();
        var text = Read(file);
        for (var at = text.IndexOf(opening, StringComparison.Ordinal); at >= 0; at = text.IndexOf(opening, at + opening.Length, StringComparison.Ordinal))
        {
            var start = text.IndexOf('>', at) + 1;
            var end = text.IndexOf('<', Math.Max(start, at + 1));
            var folder = start > 0 && end > start ? WebUtility.HtmlDecode(text[start..end].Trim()) : "";
            if (Path.IsPathRooted(folder))
                found.Add(folder);
            else if (folder.StartsWith("~/", StringComparison.Ordinal))
                found.Add(InHome(folder[2..]));
        }

        return found;
    }

    private static string Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // fontconfig cannot read it either.
            return "";
        }
    }

    private static string Xdg(string variable, string usual) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? folder : InHome(usual);

    private static string InHome(string path) => Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Join(home, path) : "";
}
