using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Parameters;

/// <summary>How much is said about a run.</summary>
internal enum Verbosity
{
    /// <summary>Progress, problems and the summary.</summary>
    Normal,

    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Every rendition too, and what the workers wrote.</summary>
    Verbose,
}

/// <summary>How a run is told to the user.</summary>
internal sealed record Presentation
{
    /// <summary>JSON lines instead of text.</summary>
    public bool Json { get; init; }

    public Verbosity Verbosity { get; init; }

    public bool NoColor { get; init; }
}

/// <summary>One option as a user gave it a value, wherever that was.</summary>
/// <param name="Option">The entry of the table.</param>
/// <param name="Text">Its value as text; lists with commas, <c>true</c> for a switch that stands alone.</param>
/// <param name="Spelling">How the option is spelled there, for messages: <c>--max-pixels</c>.</param>
/// <param name="Place">The file and line, for messages; <see langword="null"/> for a command line.</param>
internal sealed record Setting(Option Option, string Text, string Spelling, string? Place);

/// <summary>All that options decide. Each source of settings is laid over the one before it: defaults, file, command line.</summary>
internal sealed record Settings(Request Request, Presentation Presentation)
{
    private static readonly (string Left, string Right)[] Exclusive =
    [
        ("size", "widths"), ("quiet", "verbose"), ("cache", "no-cache"), ("remote-cache", "no-cache"), ("remote-cache-write", "no-cache"),
    ];

    /// <summary>Which shard is wanted; only the environment may know what that comes to.</summary>
    public ShardValue? Shard { get; init; }

    /// <param name="folder">The folder that the run starts in; absolute.</param>
    /// <param name="cacheFolder">Of the cache where no option names one; absolute or relative to the folder.</param>
    public static Settings DefaultsIn(string folder, string? cacheFolder) => new(
        new Request
        {
            BaseFolder = folder,
            Inputs = [],
            OutputFolder = Path.Combine(folder, "thumbs"),
            CacheFolder = cacheFolder is null ? null : Path.GetFullPath(cacheFolder, folder),
        },
        new Presentation());

    /// <summary>These settings with those of one source laid over them.</summary>
    /// <param name="source">All that the source says.</param>
    /// <param name="folder">The folder that relative paths in it start from; absolute.</param>
    /// <param name="wrong">What a wrong value is, there.</param>
    /// <exception cref="ThumbsException">A value is wrong, an option is there twice, or two exclude each other.</exception>
    public Settings With(IReadOnlyList<Setting> source, string folder, Diagnostic wrong)
    {
        var result = this;
        for (var i = 0; i < source.Count; i++)
        {
            var setting = source[i];
            for (var j = 0; j < i; j++)
            {
                if (Conflict(setting, source[j]) is { } conflict)
                    throw new ThumbsException(wrong.At(setting.Place, $"{setting.Spelling}: {conflict}"));
            }

            try
            {
                var spell = result.Request.Spell;
                result = setting.Option.Apply(result, new OptionText(setting.Text, folder)).WithRequest(request => request with
                {
                    Spell = name => name == setting.Option.Name ? setting.Spelling : spell(name),
                });
            }
            catch (WrongValueException exception)
            {
                throw new ThumbsException(wrong.At(setting.Place, $"{setting.Spelling}: {exception.Message}"), exception);
            }
        }

        return result;
    }

    /// <summary>Checks what no option can see alone.</summary>
    /// <exception cref="ThumbsException">Two options do not go together.</exception>
    public void Check()
    {
        if (Request.Renditions is { Fit: Fit.Contain, Position: Position.Entropy or Position.Attention })
            throw Wrong("position", $"entropy and attention choose what is cut away, and {Request.Spell("fit")} contain cuts nothing");
        if (Request.Renditions.NameTemplate is { } template)
            _ = new NameTemplate(template);
        if (Request is { RemoteCacheWrite: true, RemoteCache: null })
            throw Wrong("remote-cache-write", $"no cache to write to is named by {Request.Spell("remote-cache")}");
        if (Request is { RemoteCache: not null, CacheFolder: null })
            throw Wrong("remote-cache", $"there is no home folder to keep in what it gives; name a folder with {Request.Spell("cache")}");
    }

    public Settings WithRequest(Func<Request, Request> change) => this with { Request = change(Request) };

    public Settings WithRenditions(Func<RenditionOptions, RenditionOptions> change) =>
        this with { Request = Request with { Renditions = change(Request.Renditions) } };

    public Settings WithLimits(Func<Limits, Limits> change) =>
        this with { Request = Request with { Limits = change(Request.Limits) } };

    public Settings WithPresentation(Func<Presentation, Presentation> change) =>
        this with { Presentation = change(Presentation) };

    private ThumbsException Wrong(string option, string text) => new(Diagnostic.WrongOption.At(null, $"{Request.Spell(option)}: {text}"));

    private static string? Conflict(Setting later, Setting earlier)
    {
        if (later.Option == earlier.Option)
            return "given twice";
        foreach (var (left, right) in Exclusive)
        {
            if ((later.Option.Name == left && earlier.Option.Name == right) || (later.Option.Name == right && earlier.Option.Name == left))
                return $"cannot be combined with {earlier.Spelling}";
        }

        return null;
    }
}
