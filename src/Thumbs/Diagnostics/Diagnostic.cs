namespace Thumbs.Diagnostics;

/// <summary>A kind of message that a user can act on. This is the one table of them all.</summary>
/// <param name="Code"><c>THUMB</c> and four digits; never used again for anything else.</param>
/// <param name="Severity">Its default severity.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Cause">When it is reported.</param>
/// <param name="Cure">What to do about it.</param>
/// <remarks>THUMB00xx: what was asked for. 01xx: an image. 02xx: a worker process. 03xx: the machine. 04xx: a build. 05xx: the cache.</remarks>
public sealed record Diagnostic(string Code, Severity Severity, string Title, string Cause, string Cure)
{
    /// <summary>The page that has a section for each.</summary>
    public const string Page = "https://github.com/dotnet-thumbs/thumbs/blob/main/docs/diagnostics.md";

    /// <summary>The address of its section.</summary>
    public string Link => $"{Page}#{Code.ToLowerInvariant()}";

    // The request: exit code 2.

    public static readonly Diagnostic WrongOption = Error("THUMB0001", "Wrong option or value",
        "An option is not known, or its value is not one of those allowed.",
        "Correct the option as the message says; `dotnet thumbs --help` lists them all.");

    public static readonly Diagnostic NoSuchInput = Error("THUMB0002", "No such input",
        "A file or folder that was named does not exist, or cannot be listed.",
        "Check the path; quote globs so that the shell does not expand them.");

    public static readonly Diagnostic NothingFound = Warning("THUMB0003", "No images found",
        "The inputs exist, but no image lies in them.",
        "Check the folder or the glob; `dotnet thumbs info` lists the formats that can be read.");

    public static readonly Diagnostic OutputCollision = Error("THUMB0004", "Two images, one output",
        "Two sources, such as a.jpg and a.png as a.webp, or two renditions of one source would be written to one path.",
        "Use --name (`Name` in a project) with {dir}, {source-ext} or {hash} to tell the sources apart, such as `{dir}/{name}.{source-ext}.{ext}`, or leave one of them out; {width} and {height} tell renditions apart.");

    public static readonly Diagnostic OutsideOutput = Error("THUMB0005", "Output outside the output folder",
        "A name template or a link in the output folder leads out of the output folder.",
        "Remove the `..` from --name, or the link from the output folder.");

    public static readonly Diagnostic OutputInUse = Error("THUMB0006", "Another run is at work there",
        "Another process is writing to the same output folder, or building the same project.",
        "Wait for it to end, or use another output folder.");

    public static readonly Diagnostic WrongConfiguration = Error("THUMB0007", "Wrong configuration file",
        "thumbs.json, or the file given by --config, cannot be read or holds a wrong name or value.",
        "Correct the line that the message names; the names are those of the options.");

    public static readonly Diagnostic ShardsDoNotFit = Error("THUMB0008", "Shards do not fit together",
        "A shard is missing, is there twice, or belongs to another plan; or two shards disagree about a file.",
        "Run the shard that the message names, or all of them with the same images, options, version of the tool and platform, and merge again.");

    public static readonly Diagnostic NotOurs = Error("THUMB0009", "A file that is not ours",
        "A rendition, a manifest or a gallery would replace a file that this program has not made, or that was changed since it was made.",
        "Move the file away or choose another name; or let renditions replace it with --overwrite (`ThumbnailsOverwrite` in a project). A manifest replaces only a manifest, and a gallery only a gallery.");

    public static readonly Diagnostic WouldPruneAll = Error("THUMB0010", "Everything would be deleted",
        "--prune is given, and an input folder that had images before is empty now: a disk that is not mounted looks the same.",
        "Check the folder. If its images are gone for good, run once with --prune=all.");

    public static readonly Diagnostic IdleOption = Warning("THUMB0011", "Option without an effect",
        "An option is given that changes nothing together with the others, such as --position with --fit inside, or --quality for PNG only.",
        "Leave it out, or give the option that it belongs to.");

    public static readonly Diagnostic SameNames = Note("THUMB0012", "Images of one name",
        "Images differ only in their extension, such as logo.png and logo.svg, and would be written to one path: the one whose format is written keeps the plain name, the renditions of the others have the extension of their source in their names, logo.svg.png.",
        "Nothing needs to be done. With `--name \"{dir}/{name}.{source-ext}.{ext}\"` all names are built in that way, and do not change when such an image is added or removed.");

    public static readonly Diagnostic WarningsCount = Error("THUMB0013", "Warnings count",
        "--strict is given, and there was a warning other than one of a cache.",
        "Fix the warnings above, or leave out --strict.");

    // An image: exit code 1, the others are done.

    public static readonly Diagnostic UnreadableFile = Error("THUMB0101", "File cannot be read",
        "The source file has vanished, is locked, may not be read, is no file but a pipe, a socket or a device, or is a pointer of Git LFS to a file that was not fetched.",
        "Check that the file exists and that you may read it; for Git LFS, run `git lfs pull`.");

    public static readonly Diagnostic DamagedImage = Error("THUMB0102", "Damaged image",
        "The file is not a valid image of its format.",
        "Save the image again from its original; open it in a viewer to see how much is left.");

    public static readonly Diagnostic UnsupportedFormat = Error("THUMB0103", "Format that cannot be read",
        "The file is an image, but of a format that the libvips in use does not read.",
        "Convert it to JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG; or let the libvips of the system read it, with --libvips (`ThumbnailsLibvips` in a project).");

    public static readonly Diagnostic NotAnImage = Error("THUMB0104", "Not an image",
        "Nothing in the file says that it is an image of a known format.",
        "Leave the file out.");

    public static readonly Diagnostic TruncatedImage = Error("THUMB0105", "Truncated image",
        "The file ends before the image does.",
        "Copy the file again, or use what can be read of it with --allow-truncated.");

    public static readonly Diagnostic TruncatedImageMade = Warning("THUMB0106", "Truncated image, made all the same",
        "The file ends before the image does, and --allow-truncated is given.",
        "Copy the file again from its source.");

    public static readonly Diagnostic TooManyPixels = Error("THUMB0107", "Too many pixels",
        "The image's header declares more pixels than --max-pixels allows.",
        "If you trust the file, raise --max-pixels.");

    public static readonly Diagnostic TooMuchMemory = Error("THUMB0108", "Too much memory",
        "Making the renditions of the image took, or would take, more memory than --max-memory allows.",
        "If you trust the file, raise --max-memory.");

    public static readonly Diagnostic TimedOut = Error("THUMB0109", "Took too long",
        "The image, or the named rendition, was not done within --timeout. Time in which the machine slept, or the worker waited for a core, does not count. The other renditions are made.",
        "If you trust the file, raise --timeout, or lower --effort.");

    public static readonly Diagnostic CannotEncode = Error("THUMB0110", "Cannot be written in this format",
        "The picture does not fit the format asked for, for example a side over 16,383 px in WebP.",
        "Ask for a smaller size or another format.");

    public static readonly Diagnostic NoSuchPage = Error("THUMB0111", "No such page",
        "--page names a page that the image does not have.",
        "Ask for a page that exists; the first is 0.");

    public static readonly Diagnostic SkippedFormat = Warning("THUMB0112", "Left out: a format that cannot be read",
        "A folder holds images of a format that the libvips in use does not read. There is one warning for each format.",
        "Convert them to JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG, move them elsewhere, or let the libvips of the system read them, with --libvips (`ThumbnailsLibvips` in a project).");

    public static readonly Diagnostic LeftOutFolder = Note("THUMB0113", "Folders that are not searched",
        "Below an input is an output folder of an earlier run, or a folder that a `.gitignore` or `.thumbsignore` excludes.",
        "Nothing has to be done. To search such a folder, name it as an input, or cancel a line of `.gitignore` in a `.thumbsignore` beside it: `!photos/`.");

    public static readonly Diagnostic PartlyDrawn = Warning("THUMB0114", "Drawing with parts that are not drawn",
        "An SVG has elements or properties that librsvg does not draw, or draws differently from browsers.",
        "Compare the rendition with the drawing; if it matters, export the SVG without them, for example with text as paths.");

    public static readonly Diagnostic AnimationStopped = Warning("THUMB0115", "Animation made a still",
        "The source is an animation, and the rendition's format is a still here: only GIF and WebP are written as animations.",
        "Also ask for webp or gif; or give --no-animation or --page if a still is intended.");

    public static readonly Diagnostic AnimatedPng = Warning("THUMB0116", "Animated PNG made a still",
        "The source is an animated PNG, of which libvips reads only the still.",
        "Convert it to GIF or WebP first; or give --no-animation if a still is intended.");

    /// <summary>Of the whole run: nothing is made, and the exit code is 2.</summary>
    public static readonly Diagnostic LibvipsUnusable = Error("THUMB0117", "libvips of the system cannot be used",
        "The libvips that --libvips names does not exist, is older than 8.14, is not libvips, or lacks a loader that --loaders names.",
        "Install it (Debian: `libvips42t64`, or `libvips42`; Homebrew: `vips`), name its file, or use that of this package: --libvips bundled (`ThumbnailsLibvips` in a project).");

    public static readonly Diagnostic GlyphsMissing = Warning("THUMB0118", "Text without glyphs",
        "The text of an SVG has characters that no font of this machine, or of --fonts, has: boxes are drawn instead, or nothing. Containers often have no font at all.",
        "Install a font that has them, name a folder with one by --fonts (`ThumbnailsFonts` in a project), or export the text as paths.");

    public static readonly Diagnostic EnlargedIcons = Warning("THUMB0119", "Icons larger than their image",
        "The image for the icons of a site has fewer px than some of them: these are made, but look blurred.",
        "Take an SVG, or an image of at least 512 px a side.");

    // A worker process: exit code 1 when it concerns one image.

    public static readonly Diagnostic WorkerDied = Error("THUMB0201", "A worker died of this image",
        "The process that was decoding the image crashed or was killed, twice.",
        "The image makes a decoder crash: leave it out, and please report it with the file.");

    public static readonly Diagnostic WorkerGarbled = Error("THUMB0202", "A worker gave no sensible answer",
        "What the worker process wrote was not an answer, twice.",
        "Run `dotnet thumbs info`; if that works, please report the image.");

    // The machine: exit code 3.

    public static readonly Diagnostic WorkersDoNotStart = Error("THUMB0301", "Workers do not start",
        "The worker processes end before they are ready.",
        "Run `dotnet thumbs info` to see whether .NET and libvips can be loaded.");

    public static readonly Diagnostic NativeLibraryMissing = Error("THUMB0302", "libvips cannot be loaded",
        "The native library of this platform is missing or does not fit it.",
        "Install the tool again on this machine; on an unusual platform, use the `any` package.");

    public static readonly Diagnostic DiskFull = Error("THUMB0303", "Disk full",
        "The disk or the quota of the output folder is used up.",
        "Free some space and run again: what was done is kept.");

    public static readonly Diagnostic CannotWrite = Error("THUMB0304", "Output cannot be written",
        "A file or folder below the output folder may not be written.",
        "Check the permissions of the output folder.");

    public static readonly Diagnostic StateUnreadable = Warning("THUMB0305", "State file cannot be read",
        "`.thumbs-state.json` in the output folder, or a state file of a shard or an interrupted run, is damaged, has another version or cannot be read.",
        "Nothing needs to be done: everything is made again and the file is replaced.");

    public static readonly Diagnostic OpenElsewhere = Error("THUMB0306", "File is open elsewhere",
        "A file that is to be replaced or deleted is open in another program, such as a viewer or a virus scanner, for more than a second. Only Windows refuses that.",
        "Close the file there and run again: all the others are done.");

    public static readonly Diagnostic Unforeseen = Error("THUMB0307", "Unforeseen fault",
        "Something happened that the program does not handle. What was made until then is kept.",
        "Run it again; if it happens again, please report it with the whole line.");

    public static readonly Diagnostic OutputVanished = Error("THUMB0308", "Output vanished",
        "At the end of the run, files that it has made, or the output folder, are gone: somebody has deleted or moved them.",
        "Run again: what is gone is made again.");

    public static readonly Diagnostic NoSandbox = Error("THUMB0309", "No sandbox",
        "--sandbox require is given, and this system cannot keep the workers from files, programs and the network.",
        "Run it on Linux 6.2 or later with Landlock and seccomp, or let it do as much as possible: --sandbox auto.");

    public static readonly Diagnostic LimitReached = Error("THUMB0311", "A limit of the machine is reached",
        "The system gives this process no more open files, processes, threads or memory.",
        "Raise the limit that the message names (`ulimit -n` for open files, `ulimit -u` or the container's pids limit for processes and threads), or lower --jobs.");

    // A build. The first is reported by the MSBuild task itself: the engine has ended.

    public static readonly Diagnostic EngineEnded = Error("THUMB0401", "The engine ended before it was done",
        "The process that makes a build's thumbnails crashed or was killed.",
        "Build again: what was made is kept. If it happens each time, build with `-v:d` and report the output.");

    public static readonly Diagnostic BuildRequestUnreadable = Error("THUMB0402", "Request of a build cannot be read",
        "The request file of the MSBuild task is missing or damaged, or the engine and the task have different versions.",
        "Run `dotnet restore` and build again: the file is then written again.");

    /// <summary>Reported by the MSBuild task.</summary>
    public static readonly Diagnostic RuntimeMissing = Error("THUMB0403", "The .NET of the engine is missing",
        "The `dotnet` of the build does not have the version of .NET that the engine needs.",
        "Install the version that the message names, or build with an SDK that has it.");

    /// <summary>Reported by the MSBuild task.</summary>
    public static readonly Diagnostic MisspeltName = Warning("THUMB0404", "Misspelt name in a project",
        "An item has metadata, or the project a property, whose name is nearly that of an option: MSBuild accepts any name and ignores it.",
        "Correct the name as the message says; docs/msbuild.md lists all names.");

    public static readonly Diagnostic OutputOfOthers = Error("THUMB0405", "Output folder that has another use",
        "`ThumbnailsOutputPath` is in `wwwroot`, or is that of another project: the builds would mistake each other's files for their own.",
        "Leave `ThumbnailsOutputPath` out, or give each project a folder of its own, outside `wwwroot`.");

    public static readonly Diagnostic SameTypedNames = Error("THUMB0406", "Two images, one typed name",
        "The names of two images or folders become the same name in C#, such as a-1.jpg and a 1.jpg, or logo.png and logo.svg.",
        "Rename one of the images, or give its item a folder of its own: `LinkBase=\"thumbs/logos\"` makes `Thumbnails.Logos`. `ThumbnailsTypedNames` false switches typed names off.");

    /// <summary>Reported by the targets.</summary>
    public static readonly Diagnostic NoTypedNames = Warning("THUMB0407", "No typed names in this language",
        "`ThumbnailsTypedNames` is true in a project that is not in C#.",
        "Leave it out; `@(Thumbnail)` and the manifest have the same facts.");

    /// <summary>Reported by the MSBuild task.</summary>
    public static readonly Diagnostic MissingAlt = Warning("THUMB0408", "Picture without alternative text",
        "A `<picture of=…>` of a page or a view has no `alt`.",
        "Write in `alt` what the picture shows, or `alt=\"\"` if it is decoration.");

    // A cache: always warnings, since everything can be made without it.

    public static readonly Diagnostic CacheUnusable = Warning("THUMB0501", "Cache cannot be used",
        "A file or folder of the cache may not be read or written, or its disk is full.",
        "Everything is still made. Check the folder's permissions and space, use another with --cache, or none with --no-cache.");

    public static readonly Diagnostic CacheEntryDropped = Warning("THUMB0502", "Cache entry dropped",
        "An entry of the cache is damaged, by the disk or by a program that wrote into the cache.",
        "Nothing needs to be done: the rendition is made and kept again. `dotnet thumbs cache verify` checks all the others.");

    public static readonly Diagnostic RemoteCacheUnusable = Warning("THUMB0503", "Remote cache cannot be used",
        "The server that --remote-cache names cannot be reached, is too slow, refuses the credentials, or does not answer like a cache.",
        "Everything is still made. Check the URL, the server and the credentials in THUMBS_REMOTE_CACHE_TOKEN, or THUMBS_REMOTE_CACHE_USER and THUMBS_REMOTE_CACHE_PASSWORD. For missing files the server has to answer 404.");

    public static readonly Diagnostic RemoteCacheRefused = Warning("THUMB0504", "Remote cache does not take what is sent",
        "The server refuses what --remote-cache-write uploads, fails, or does not accept files of that size.",
        "Allow these credentials to write; allow PUT, creating folders and larger bodies (`dav_methods`, `create_full_put_path` and `client_max_body_size` of nginx), or leave out --remote-cache-write.");

    public static readonly Diagnostic CredentialsInTheClear = Warning("THUMB0505", "Credentials in the clear",
        "There are credentials for the remote cache, and its URL is http.",
        "Use https for the server, and change the credentials; or remove them if the server needs none.");

    public static readonly Diagnostic RemoteCacheDamaged = Warning("THUMB0506", "Remote cache sends what is damaged",
        "At least three answers of the server that --remote-cache names were for something else, too long, or did not match their SHA-256. None of them was used.",
        "Check the server's disk, and what is between it and this machine; if it continues, empty the cache. A run with --remote-cache-write replaces what it found damaged.");

    /// <summary>Every diagnostic, in the order of their codes.</summary>
    public static IEnumerable<Diagnostic> All() =>
    [
        WrongOption, NoSuchInput, NothingFound, OutputCollision, OutsideOutput, OutputInUse, WrongConfiguration, ShardsDoNotFit,
        NotOurs, WouldPruneAll, IdleOption, SameNames, WarningsCount,
        UnreadableFile, DamagedImage, UnsupportedFormat, NotAnImage, TruncatedImage, TruncatedImageMade, TooManyPixels,
        TooMuchMemory, TimedOut, CannotEncode, NoSuchPage, SkippedFormat, LeftOutFolder, PartlyDrawn, AnimationStopped, AnimatedPng, LibvipsUnusable, GlyphsMissing, EnlargedIcons,
        WorkerDied, WorkerGarbled,
        WorkersDoNotStart, NativeLibraryMissing, DiskFull, CannotWrite, StateUnreadable, OpenElsewhere, Unforeseen, OutputVanished, NoSandbox, LimitReached,
        EngineEnded, BuildRequestUnreadable, RuntimeMissing, MisspeltName, OutputOfOthers, SameTypedNames, NoTypedNames, MissingAlt,
        CacheUnusable, CacheEntryDropped, RemoteCacheUnusable, RemoteCacheRefused, CredentialsInTheClear, RemoteCacheDamaged,
    ];

    /// <summary>Whether there is such a code.</summary>
    public static bool Knows(string code) => All().Any(diagnostic => diagnostic.Code == code);

    /// <summary>The diagnostic of a code.</summary>
    /// <exception cref="InvalidOperationException">There is no such code.</exception>
    public static Diagnostic Of(string code) => All().First(diagnostic => diagnostic.Code == code);

    /// <summary>True where what was asked for makes no sense, or cannot be had here.</summary>
    public bool IsOfTheRequest => Code.StartsWith("THUMB00", StringComparison.Ordinal) || this == LibvipsUnusable || this == SameTypedNames;

    /// <summary>True for the faults of the machine (THUMB03xx): a run that they end has exit code 3.</summary>
    public bool IsOfTheMachine => Severity == Severity.Error && Code.StartsWith("THUMB03", StringComparison.Ordinal);

    /// <summary>True for the faults that the next image would meet too; a single file that cannot be written is not one.</summary>
    public bool EndsTheRun => IsOfTheMachine && this != CannotWrite && this != OpenElsewhere;

    /// <summary>True for trouble with a cache (THUMB05xx): everything is made all the same.</summary>
    public bool IsOfTheCache => Code.StartsWith("THUMB05", StringComparison.Ordinal);

    public Problem At(string? path, string text) => new(this, path, text);

    private static Diagnostic Error(string code, string title, string cause, string cure) =>
        new(code, Severity.Error, title, cause, cure);

    private static Diagnostic Note(string code, string title, string cause, string cure) =>
        new(code, Severity.Note, title, cause, cure);

    private static Diagnostic Warning(string code, string title, string cause, string cure) =>
        new(code, Severity.Warning, title, cause, cure);
}
