using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Parameters;

/// <summary>How much is reported of a run.</summary>
public enum Verbosity
{
    /// <summary>Progress, problems and the summary.</summary>
    Normal,

    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Every rendition too, and what the workers wrote.</summary>
    Verbose,
}

/// <summary>How a run is reported.</summary>
public sealed record Presentation
{
    /// <summary>JSON lines instead of text.</summary>
    public bool Json { get; init; }

    public Verbosity Verbosity { get; init; }

    public bool NoColor { get; init; }

    /// <summary>Whether a run with warnings does not count as a success.</summary>
    public bool Strict { get; init; }
}

/// <summary>A value that a user gave an option.</summary>
/// <param name="Option">The entry of the table.</param>
/// <param name="Text">Its value as text; lists with commas, <c>true</c> for a switch without value.</param>
/// <param name="Spelling">The option as the user spelled it, for messages: <c>--max-pixels</c>.</param>
/// <param name="Place">The file and line, for messages; <see langword="null"/> for a command line.</param>
public sealed record Setting(Option Option, string Text, string Spelling, string? Place);

/// <summary>The settings of one of several sets of images.</summary>
/// <param name="Settings">With the defaults of all sets.</param>
/// <param name="Place">The file and line that it is from.</param>
/// <param name="Own">The names of the options that it gives itself.</param>
public sealed record SettledSet(Settings Settings, string Place, IReadOnlyCollection<string> Own);

/// <summary>The values of all options. Each source of settings overrides the one before it: defaults, file, command line.</summary>
public sealed record Settings(Request Request, Presentation Presentation)
{
    /// <summary>Icons have their own.</summary>
    private static readonly string[] NotOfIcons = ["size", "widths", "aspect", "fit", "position", "enlarge", "format", OptionName.Name];

    private static readonly (string Left, string Right)[] Exclusive =
    [
        ("size", "widths"), ("quiet", "verbose"), ("cache", "no-cache"), ("remote-cache", "no-cache"), ("remote-cache-write", "no-cache"),
    ];

    /// <summary>The variable of the environment that says which libvips is used where no option does.</summary>
    public const string LibvipsVariable = "THUMBS_LIBVIPS";

    /// <summary>The requested shard; with <c>auto</c> it depends on the environment.</summary>
    public ShardValue? Shard { get; init; }

    /// <param name="folder">The folder that the run starts in; absolute.</param>
    /// <param name="cacheFolder">The cache folder where no option names one; absolute or relative to the folder.</param>
    /// <param name="libvips">The value of <see cref="LibvipsVariable"/>.</param>
    public static Settings DefaultsIn(string folder, string? cacheFolder, string? libvips = null) => new(
        new Request
        {
            BaseFolder = folder,
            Inputs = [],
            OutputFolder = Path.Combine(folder, "thumbs"),
            CacheFolder = cacheFolder is null ? null : Path.GetFullPath(cacheFolder, folder),
            Libvips = libvips is { Length: > 0 } ? Options.LibvipsOf(new(libvips, folder)) : null,
            Spell = name => name == OptionName.Libvips && libvips is { Length: > 0 } ? LibvipsVariable : $"--{name}",
        },
        new Presentation());

    /// <summary>These settings, overridden by those of one source.</summary>
    /// <param name="source">All settings of the source.</param>
    /// <param name="folder">The folder that relative paths in it are resolved against; absolute.</param>
    /// <param name="wrong">The diagnostic of a wrong value in it.</param>
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

    /// <summary>Checks the options that depend on each other.</summary>
    /// <exception cref="ThumbsException">Two options contradict each other.</exception>
    public void Check()
    {
        if (Request.Renditions is { Fit: Fit.Contain, Position: Position.Entropy or Position.Attention or Position.Subject })
            throw Wrong("position", $"subject, entropy and attention choose what is cut away, and {Request.Spell("fit")} contain cuts nothing");
        if (Request.Renditions.NameTemplate is { } template)
            _ = new NameTemplate(template);
        if (Request is { RemoteCacheWrite: true, RemoteCache: null })
            throw Wrong("remote-cache-write", $"no cache to write to is named by {Request.Spell("remote-cache")}");
        if (Request is { RemoteCache: not null, CacheFolder: null })
            throw Wrong("remote-cache", $"there is no home folder to keep in what it gives; name a folder with {Request.Spell("cache")}");
    }

    /// <summary>A warning for each option that has no effect beside the others.</summary>
    public IEnumerable<Problem> Idle() => IdleOptions().Select(option => Idle(option, place: null));

    /// <summary>The same for sets of options: what a set has as a default may be meant for the others, and is reported where it has an effect in none.</summary>
    /// <param name="sets">All of a run.</param>
    /// <param name="place">Where the defaults are from; <see langword="null"/> for a command line.</param>
    public static IEnumerable<Problem> Idle(IReadOnlyList<SettledSet> sets, string? place = null)
    {
        var idle = sets.Select(set => set.Settings.IdleOptions().ToList()).ToList();
        for (var i = 0; i < sets.Count; i++)
        {
            foreach (var option in idle[i])
            {
                if (sets[i].Own.Contains(option.Name, StringComparer.Ordinal))
                    yield return sets[i].Settings.Idle(option, sets[i].Place);
                else if (i == 0 && idle.TrueForAll(options => options.Exists(other => other.Name == option.Name)))
                    yield return sets[i].Settings.Idle(option, place);
            }
        }
    }

    private Problem Idle(IdleOption option, string? place) => Diagnostic.IdleOption.At(place, $"{Request.Spell(option.Name)}: {option.Text}");

    private IEnumerable<IdleOption> IdleOptions()
    {
        var wanted = Request.Renditions;
        if (wanted.Position != default && wanted.Fit is not (Fit.Cover or Fit.Contain))
            yield return new("position", $"it says what {Request.Spell("fit")} cover keeps and where contain puts the picture; here it has no effect");
        if (wanted is { Aspect: not null, IsShaped: false })
            yield return new("aspect", $"both sides are given by {Request.Spell("size")}; give one, or {Request.Spell("widths")}");
        if (Request is { Loaders.Count: > 0, Libvips: null })
            yield return new(OptionName.Loaders, $"the libvips of this package has none of them; give {Request.Spell(OptionName.Libvips)} system");
        if ((wanted.Keep & (Metadata.Exif | Metadata.Copyright)) != Metadata.None && wanted.Formats.Contains(ImageFormat.Gif))
            yield return new("keep", "EXIF, with the artist and the copyright, cannot be kept in gif");
        foreach (var (name, isGiven, formats) in new[]
        {
            ("quality", wanted.Quality.Default is not null, new[] { ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff }),
            ("effort", wanted.Effort.Default is not null, [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Gif]),
            ("colors", wanted.Colours is not null, [ImageFormat.Png]),
            ("lossless", wanted.Lossless.Default is > 0, [ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff]),
            ("progressive", wanted.Progressive.Default is > 0, [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif]),
        })
        {
            if (isGiven && Array.TrueForAll(wanted.Formats, format => format is { } known && !formats.Contains(known)))
                yield return new(name, $"it has no effect on {string.Join(", ", wanted.Formats.Select(format => format!.Value.Name()))}");
        }
    }

    public Settings WithRequest(Func<Request, Request> change) => this with { Request = change(Request) };

    public Settings WithRenditions(Func<RenditionOptions, RenditionOptions> change) =>
        this with { Request = Request with { Renditions = change(Request.Renditions) } };

    public Settings WithLimits(Func<Limits, Limits> change) =>
        this with { Request = Request with { Limits = change(Request.Limits) } };

    public Settings WithPresentation(Func<Presentation, Presentation> change) =>
        this with { Presentation = change(Presentation) };

    /// <summary>An option without an effect, and why.</summary>
    private sealed record IdleOption(string Name, string Text);

    private ThumbsException Wrong(string option, string text) => new(Diagnostic.WrongOption.At(null, $"{Request.Spell(option)}: {text}"));

    private static string? Conflict(Setting later, Setting earlier)
    {
        if (later.Option == earlier.Option)
            return "given twice";
        if (IsOfSizes(later, earlier) || IsOfSizes(earlier, later))
            return $"cannot be combined with {earlier.Spelling}";
        foreach (var (left, right) in Exclusive)
        {
            if ((later.Option.Name == left && earlier.Option.Name == right) || (later.Option.Name == right && earlier.Option.Name == left))
                return $"cannot be combined with {earlier.Spelling}";
        }

        return null;
    }

    private static bool IsOfSizes(Setting setting, Setting icons) =>
        icons.Option.Name == OptionName.Icons && NotOfIcons.Contains(setting.Option.Name, StringComparer.Ordinal);
}
