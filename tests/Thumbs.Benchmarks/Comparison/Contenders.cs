using Thumbs.Parameters.Values;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>The programs that are compared, as far as they are installed.</summary>
internal static class Contenders
{
    public const string Pillow = "Pillow's pool", Sharp = "sharp", VipsThumbnail = "vipsthumbnail", Mogrify = "mogrify", GraphicsMagick = "GraphicsMagick";

    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3", "python"];

    /// <summary>The tool, with the JPEG quality of all contenders.</summary>
    /// <param name="installation">Where it is.</param>
    /// <param name="options">Beside the folders; where there are none, thumbnails inside 128 px.</param>
    public static Contender Thumbs(Installation installation, params string[] options) => new(
        "Thumbs",
        installation.Version,
        (sources, output) => new(installation.Tool, [sources, "-o", output, "--quality", "75", "--no-cache", .. options]));

    /// <summary>The programs that make thumbnails inside 128 px.</summary>
    /// <param name="work">Where sharp is installed.</param>
    public static async Task<IReadOnlyList<Contender>> ThumbnailersAsync(string work) =>
    [
        .. new[]
        {
            await PillowAsync("pillow.py"),
            await SharpAsync(work, "sharp.js"),
            await ScriptAsync(VipsThumbnail, "vipsthumbnail.sh", new("vipsthumbnail", "--vips-version")),
            await ScriptAsync(Mogrify, "mogrify.sh", new("mogrify", "-version")),
            await ScriptAsync(GraphicsMagick, "graphicsmagick.sh", new("gm", "version")),
        }.OfType<Contender>(),
    ];

    /// <summary>The programs that make six renditions of each source.</summary>
    /// <inheritdoc cref="ThumbnailersAsync"/>
    public static async Task<IReadOnlyList<Contender>> ResponsiveAsync(string work) =>
        [.. new[] { await PillowAsync("pillow-responsive.py"), await SharpAsync(work, "sharp-responsive.js") }.OfType<Contender>()];

    /// <summary>sharp, which makes fifteen renditions of each source at once.</summary>
    /// <inheritdoc cref="ThumbnailersAsync"/>
    public static Task<Contender?> SharpAllAsync(string work) => SharpAsync(work, "sharp-all.js");

    private static string Script(string name) => Path.Combine(Checkout.Peers, name);

    private static async Task<Contender?> PillowAsync(string script)
    {
        foreach (var python in Interpreters)
        {
            if (await new Command(python, "-c", "import PIL, platform; print(PIL.__version__, 'on Python', platform.python_version())").TryOutputAsync() is { } version)
                return new(Pillow, version.Trim(), (sources, output) => new(python, Script(script), sources, output));
        }

        return null;
    }

    private static async Task<Contender?> SharpAsync(string work, string script)
    {
        if (await SharpFolderAsync(work) is not { } folder)
            return null;
        var environment = new Dictionary<string, string> { ["NODE_PATH"] = Path.Combine(folder, "node_modules") };
        const string Versions = "const v = require('sharp').versions; console.log(`${v.sharp} on libvips ${v.vips}, node ${process.version}`)";
        var version = await new Command("node", "-e", Versions) { Environment = environment }.TryOutputAsync();
        return version is null
            ? null
            : new(Sharp, version.Trim(), (sources, output) => new("node", Script(script), sources, output) { Environment = environment });
    }

    /// <summary>Where sharp is installed, by this where it was not; <see langword="null"/> where it cannot be.</summary>
    public static async Task<string?> SharpFolderAsync(string work)
    {
        var folder = Path.Combine(work, "sharp");
        if (Directory.Exists(Path.Combine(folder, "node_modules", "sharp")))
            return folder;
        Directory.CreateDirectory(folder);
        File.Copy(Script("package.json"), Path.Combine(folder, "package.json"), overwrite: true);
        return await new Command("npm", "install", "--no-audit", "--no-fund") { Folder = folder }.TryOutputAsync() is null ? null : folder;
    }

    private static async Task<Contender?> ScriptAsync(string name, string script, Command asked) =>
        await asked.TryOutputAsync() is { } version
            ? new(name, Number(version), (sources, output) => new("bash", Script(script), sources, output))
            : null;

    /// <summary>The first word of a program's version text that begins with a digit.</summary>
    private static string Number(string text) =>
        text.Split([' ', '\n', ','], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => char.IsAsciiDigit(word[0])) ?? "?";
}
