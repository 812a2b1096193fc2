using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Parameters;

/// <summary>The one table of options. The command line, the help and the configuration file are generated from it.</summary>
public static class Options
{
    /// <summary>Every option, in the order of the help.</summary>
    public static readonly IReadOnlyList<Option> All =
    [
        Value(OptionName.Output, "o", "DIR", OptionGroup.Files,
            "where the renditions go; the folders below each input are kept (thumbs)",
            (settings, value) => settings.WithRequest(request => request with { OutputFolder = FullPath(value) })),
        Value(OptionName.Name, null, "TEMPLATE", OptionGroup.Files,
            "a path of these, below DIR: {dir} the folder below the input, {name} the source's name without {source-ext}, {ext} the extension of what is written, {width} {height} its own in px, {format} such as jpeg, {hash} 16 digits of its SHA-256 ({dir}/{name}.{ext}; -{width} after the name for several widths, -{width}x{height} for several sizes)",
            (settings, value) => settings.WithRenditions(options => options with { NameTemplate = NotEmpty(value.Text) })),
        Value(OptionName.Base, null, "DIR", OptionGroup.Files,
            "the folder below which the folders of the inputs are kept (the deepest that holds them all)",
            (settings, value) => settings.WithRequest(request => request with { SourceBase = FullPath(value) })),
        List("exclude", null, "GLOB", OptionGroup.Files,
            "leave out folders and files, as a line of .gitignore would: node_modules, *.draft.png, /photos/raw",
            (settings, value) => settings.WithRequest(request => request with { Exclude = new(value.Folder, TextList.Split(NotEmpty(value.Text))) })),
        Value("manifest", null, "FILE", OptionGroup.Files,
            "write a JSON list of all sources and renditions",
            (settings, value) => settings.WithRequest(request => request with { ManifestFile = FullPath(value) })),
        Value("gallery", null, "FILE", OptionGroup.Files,
            "write a page that shows all sources and renditions, for a browser",
            (settings, value) => settings.WithRequest(request => request with { GalleryFile = FullPath(value) })),

        List("size", "s", "SIZE", OptionGroup.Size,
            "the box, or several: N, WxH, Wx or xH (128)",
            (settings, value) => settings.WithRenditions(options => options with { Boxes = BoxValue.ParseSizes(value.Text) })),
        List("widths", "w", "N,N", OptionGroup.Size,
            "several renditions of each source, by width",
            (settings, value) => settings.WithRenditions(options => options with { Boxes = BoxValue.ParseWidths(value.Text) })),
        Value("aspect", null, "W:H", OptionGroup.Size,
            "the shape of what one side is given of, such as 16:9; cut to it where --fit says nothing else",
            (settings, value) => settings.WithRenditions(options => options with { Aspect = BoxValue.ParseAspect(value.Text) })),
        Value("fit", null, "FIT", OptionGroup.Size,
            "inside, cover, contain, fill, outside (inside; cover with --aspect)",
            (settings, value) => settings.WithRenditions(options => options with { Fit = Words.Fit.Parse(value.Text) })),
        Value("position", null, "WHERE", OptionGroup.Size,
            "what cover keeps and where contain puts it: centre, top, top-right ... a point as 50%,20%, subject, entropy, attention (centre)",
            (settings, value) => settings.WithRenditions(options => FocalPoint.TryParse(value.Text) is { } point
                ? options with { Position = Position.Point, FocalPoint = point }
                : options with { Position = Words.ParsePosition(value.Text), FocalPoint = null })),
        Switch("enlarge", null, OptionGroup.Size,
            "enlarge what is smaller than the box",
            (settings, on) => settings.WithRenditions(options => options with { Enlarge = on })),
        Value("kernel", null, "KERNEL", OptionGroup.Size,
            "lanczos3, lanczos2, mitchell, cubic, linear, nearest (lanczos3)",
            (settings, value) => settings.WithRenditions(options => options with { Kernel = Words.Kernel.Parse(value.Text) })),
        Switch("sharpen", null, OptionGroup.Size,
            "sharpen mildly after reducing",
            (settings, on) => settings.WithRenditions(options => options with { Sharpen = on })),

        List("format", "f", "F,F", OptionGroup.Format,
            "one or several of auto, jpeg, png, webp, avif, gif, tiff (auto: the source's own; PNG for SVG)",
            (settings, value) => settings.WithRenditions(options => options with { Formats = TextList.Parse(value.Text, Words.Format.Parse) })),
        List("quality", "q", "N", OptionGroup.Format,
            "1 to 100, also by format: 80 or webp=80,avif=50",
            (settings, value) => settings.WithRenditions(options => options with { Quality = FormatValue.ParseQuality(value.Text) })),
        List("effort", null, "N", OptionGroup.Format,
            "0 (fast) to 9 (small), also by format: avif=2",
            (settings, value) => settings.WithRenditions(options => options with { Effort = FormatValue.ParseEffort(value.Text) })),
        Value("colors", null, "N", OptionGroup.Format,
            "of a PNG's palette: 2, 4, 16 or 256; others are rounded up (all that there are)",
            (settings, value) => settings.WithRenditions(options => options with { Colours = FormatValue.ParseColours(value.Text) })),
        SwitchOrList("lossless", null, "F,F", OptionGroup.Format,
            "for WebP, AVIF and TIFF, or only some of them",
            (settings, value) => settings.WithRenditions(options => options with { Lossless = FormatValue.ParseLossless(value.Text) })),
        SwitchOrList("progressive", null, "F,F", OptionGroup.Format,
            "for JPEG, PNG and GIF, or only some of them",
            (settings, value) => settings.WithRenditions(options => options with { Progressive = FormatValue.ParseProgressive(value.Text) })),

        Value("background", null, "COLOR", OptionGroup.Picture,
            "CSS colour for flattening and contain (white; transparent where the format can)",
            (settings, value) => settings.WithRenditions(options => options with { Background = CssColor.Parse(value.Text) })),
        List("keep", null, "M,M", OptionGroup.Picture,
            "metadata to carry over: icc, exif, xmp, iptc, copyright, all, none (none)",
            (settings, value) => settings.WithRenditions(options => options with
            {
                Keep = TextList.Parse(value.Text, Words.Keep.Parse).Aggregate((all, one) => all | one),
            })),
        Switch("no-rotate", null, OptionGroup.Picture,
            "leave the orientation as it is stored",
            (settings, on) => settings.WithRenditions(options => options with { Rotate = !on })),
        Switch("no-animation", null, OptionGroup.Picture,
            "make a still of an animation",
            (settings, on) => settings.WithRenditions(options => options with { Animate = !on })),
        Value("page", null, "N", OptionGroup.Picture,
            "the page or frame to take, from 0",
            (settings, value) => settings.WithRenditions(options => options with { Page = Number.Parse(value.Text, 0, 99_999) })),
        Switch("placeholder", null, OptionGroup.Picture,
            "put the dominant colour, a tiny picture and a ThumbHash of each source into the manifest",
            (settings, on) => settings.WithRenditions(options => options with { Placeholder = on })),
        Switch(OptionName.Icons, null, OptionGroup.Picture,
            "make the icons of a site of one image, an SVG at best: favicon.ico, favicon.svg, apple-touch-icon.png, those of a web app with their site.webmanifest, and the markup in icons.html",
            (settings, on) => settings.WithRenditions(options => options with { Icons = on })),

        Value("jobs", "j", "N", OptionGroup.Limits,
            "worker processes (one for each core, fewer where memory is short)",
            (settings, value) => settings.WithRequest(request => request with { Jobs = Number.Parse(value.Text, 1, 256) })),
        Value(OptionName.Timeout, null, "TIME", OptionGroup.Limits,
            "for one rendition: 30s, 500ms, 2m (60s)",
            (settings, value) => settings.WithLimits(limits => limits with { Timeout = Number.ParseTime(value.Text) })),
        Value(OptionName.MaxPixels, null, "N", OptionGroup.Limits,
            "that one image may have (268M)",
            (settings, value) => settings.WithLimits(limits => limits with { MaxPixels = Number.ParsePixels(value.Text) })),
        Value(OptionName.MaxMemory, null, "SIZE", OptionGroup.Limits,
            "that one image may take: 512MB, 1GiB (1GiB)",
            (settings, value) => settings.WithLimits(limits => limits with { MaxMemory = Number.ParseBytes(value.Text) })),
        Value("sandbox", null, "USE", OptionGroup.Limits,
            "what keeps workers from other files, programs and the network: auto (what the system can), require, off (auto)",
            (settings, value) => settings.WithRequest(request => request with { Sandbox = Words.Sandbox.Parse(value.Text) })),
        Value(OptionName.Libvips, null, "WHICH", OptionGroup.Limits,
            "the imaging library: bundled, system (8.14 or later; reads HEIC, JPEG XL), or its file (bundled, or THUMBS_LIBVIPS)",
            (settings, value) => settings.WithRequest(request => request with { Libvips = LibvipsOf(value) })),
        List(OptionName.Loaders, null, "L,L", OptionGroup.Limits,
            "loaders to let in of that library that it calls untrusted: jp2k, magick (BMP, Photoshop), pdf, raw (none)",
            (settings, value) => settings.WithRequest(request => request with { Loaders = TextList.Parse(value.Text, Words.Loaders.Parse) })),
        Value(OptionName.Fonts, null, "DIR", OptionGroup.Limits,
            "the only fonts for the text of drawings, so that it looks the same everywhere (those of the system)",
            (settings, value) => settings.WithRequest(request => request with { Fonts = FullPath(value) })),
        Switch("allow-truncated", null, OptionGroup.Limits,
            "make what can be made of truncated files, and warn",
            (settings, on) => settings.WithLimits(limits => limits with { AllowTruncated = on })),

        Switch("force", null, OptionGroup.Run,
            "make everything again, whatever is there or in the cache",
            (settings, on) => settings.WithRequest(request => request with { Force = on })),
        Switch("overwrite", null, OptionGroup.Run,
            "write over files that this program has not made, or that were changed since",
            (settings, on) => settings.WithRequest(request => request with { Overwrite = on })),
        Value("cache", null, "DIR", OptionGroup.Run,
            "take from this folder what any run has made, and keep there what is made (the user's cache folder, or THUMBS_CACHE_DIR)",
            (settings, value) => settings.WithRequest(request => request with { CacheFolder = FullPath(value) })),
        Switch("no-cache", null, OptionGroup.Run,
            "leave the caches alone",
            (settings, on) => settings.WithRequest(request => on
                ? request with { CacheFolder = null, RemoteCache = null, RemoteCacheWrite = false }
                : request)),
        Value("cache-size", null, "SIZE", OptionGroup.Run,
            "what the cache may hold; what was of no use for longest goes first (2GB)",
            (settings, value) => settings.WithRequest(request => request with { CacheSize = Number.ParseStorage(value.Text) })),
        Value("remote-cache", null, "URL", OptionGroup.Run,
            "take from this server too what any machine has made",
            (settings, value) => settings.WithRequest(request => request with { RemoteCache = RemoteCacheUrl.Parse(value.Text) })),
        Switch("remote-cache-write", null, OptionGroup.Run,
            "send it what is made",
            (settings, on) => settings.WithRequest(request => request with { RemoteCacheWrite = on })),
        SwitchOrList("prune", null, "all", OptionGroup.Run,
            "delete renditions of ours that are no longer wanted; all: also where an input folder is empty now",
            (settings, value) => settings.WithRequest(request => request with { Prune = Words.Prune.Parse(value.Text) })),
        Value("shard", null, "I/N", OptionGroup.Run,
            "do the I-th of N even parts of the work, for `merge` to join; auto: the part that a job array or CI matrix gave this machine, auto/N where it does not say N",
            (settings, value) => settings with { Shard = ShardValue.Parse(value.Text) }),
        Switch("dry-run", null, OptionGroup.Run,
            "say what would be done, and do nothing",
            (settings, on) => settings.WithRequest(request => request with { DryRun = on })),
        Switch("fail-fast", null, OptionGroup.Run,
            "stop at the first image that fails",
            (settings, on) => settings.WithRequest(request => request with { FailFast = on })),
        Switch("strict", null, OptionGroup.Run,
            "exit code 2 where there are warnings, such as a glob that matches nothing",
            (settings, on) => settings.WithPresentation(presentation => presentation with { Strict = on })),

        Switch("json", null, OptionGroup.Output,
            "one JSON object a line for each source, then a summary",
            (settings, on) => settings.WithPresentation(presentation => presentation with { Json = on })),
        Switch("verbose", "v", OptionGroup.Output,
            "list every rendition, and what the workers wrote",
            (settings, on) => settings.WithPresentation(presentation => presentation with { Verbosity = on ? Verbosity.Verbose : Verbosity.Normal })),
        Switch("quiet", null, OptionGroup.Output,
            "errors only",
            (settings, on) => settings.WithPresentation(presentation => presentation with { Verbosity = on ? Verbosity.Quiet : Verbosity.Normal })),
        Switch("no-color", null, OptionGroup.Output,
            "no colours; so does the variable NO_COLOR",
            (settings, on) => settings.WithPresentation(presentation => presentation with { NoColor = on })),
    ];

    private static Option Value(
        string name, string? shortName, string valueName, OptionGroup group, string description,
        Func<Settings, OptionText, Settings> apply) =>
        new(name, shortName, OptionShape.Value, valueName, group, description, apply);

    private static Option List(
        string name, string? shortName, string valueName, OptionGroup group, string description,
        Func<Settings, OptionText, Settings> apply) =>
        new(name, shortName, OptionShape.List, valueName, group, description, apply);

    private static Option SwitchOrList(
        string name, string? shortName, string valueName, OptionGroup group, string description,
        Func<Settings, OptionText, Settings> apply) =>
        new(name, shortName, OptionShape.SwitchOrList, valueName, group, description, apply);

    private static Option Switch(
        string name, string? shortName, OptionGroup group, string description, Func<Settings, bool, Settings> apply) =>
        new(name, shortName, OptionShape.Switch, null, group, description,
            (settings, value) => apply(settings, Words.Switch.Parse(value.Text)));

    /// <summary>See <see cref="Request.Libvips"/>.</summary>
    public static string? LibvipsOf(OptionText value) => value.Text.ToLowerInvariant() switch
    {
        "bundled" => null,
        Request.SystemsLibvips => Request.SystemsLibvips,
        _ => FullPath(value),
    };

    private static string FullPath(OptionText value) => Path.GetFullPath(WindowsPath.Usual(NotEmpty(value.Text)), value.Folder);

    private static string NotEmpty(string text) =>
        text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) ? text : throw new WrongValueException("the value is empty or holds a NUL");
}
