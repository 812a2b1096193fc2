using System.Runtime.CompilerServices;
using System.Xml.Linq;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>The fonts that the text of drawings is set in: those of a folder and no others, or those that fontconfig finds.</summary>
public sealed class FontsInUse : IDisposable
{
    private readonly string? _folder;
    private readonly RunFolder? _configuration;

    private FontsInUse(string? folder)
    {
        _folder = folder;
        if (folder is null)
            return;
        _configuration = RunFolder.Make();
        Configure(folder);
    }

    /// <summary>What tells them from others, in keys. Found out once it is asked for: few runs draw text.</summary>
    public Lazy<string> Digest => new(() => _folder is null ? FontFiles.DigestOfSystem() : FontFiles.DigestOf(_folder));

    private string ConfigurationFile => Path.Join(_configuration!.Path, "fonts.conf");

    /// <exception cref="ThumbsException">There is no such folder, or no font in it (THUMB0001).</exception>
    public static FontsInUse Of(Request request)
    {
        if (request.Fonts is not { } folder)
            return new(null);
        if (!Directory.Exists(folder))
            throw Wrong("there is no such folder");
        return FontFiles.In([folder]).Any() ? new(folder) : throw Wrong("there is no font in this folder");

        ThumbsException Wrong(string text) => new(Diagnostic.WrongOption.At(path: null, $"{request.Spell(OptionName.Fonts)} {folder}: {text}"));
    }

    /// <summary>The command of workers that see these fonts.</summary>
    public WorkerCommand For(WorkerCommand command) => _folder is null ? command : command with
    {
        // On macOS, Pango asks the system for fonts unless it is told otherwise.
        Environment = new Dictionary<string, string>(command.Environment, StringComparer.Ordinal) { ["FONTCONFIG_FILE"] = ConfigurationFile, ["PANGOCAIRO_BACKEND"] = "fontconfig" },
        Reads = [.. command.Reads, _folder, _configuration!.Path],
    };

    public void Dispose() => _configuration?.Dispose();

    // A method of its own: in the constructor, its types would have XML loaded in every run.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Configure(string folder) =>
        new XDocument(new XElement("fontconfig", new XElement("dir", folder), new XElement("cachedir", new XAttribute("prefix", "xdg"), "fontconfig")))
            .Save(ConfigurationFile);
}
