using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Planning;

namespace Thumbs.Cli;

/// <summary><c>dotnet thumbs merge</c>: joins the manifests of all shards.</summary>
internal static class MergeVerb
{
    public const string Name = "merge";

    private const string Usage = "`dotnet thumbs merge` takes the manifests of all shards, or globs of them, and --manifest FILE for the result";

    /// <exception cref="ThumbsException">The arguments are wrong, or the shards do not belong together.</exception>
    public static async Task<int> RunAsync(string[] args, ProcessContext here)
    {
        if (Help.IsWanted(args))
        {
            await here.Out.WriteAsync(Help.Text());
            return ExitCode.Success;
        }

        var (inputs, result) = Split(args, here.Folder);
        var paths = inputs.SelectMany(input => Find(input, here.Folder)).Distinct(StringComparer.Ordinal).ToList();
        var merged = await ShardManifests.MergeAsync(paths, result, here.Interruption);
        await here.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{merged.Shards:N0} shards merged: {merged.Sources:N0} sources, {merged.Renditions:N0} renditions"));
        return ExitCode.Success;
    }

    private static (IReadOnlyList<string> Inputs, string Result) Split(string[] args, string folder)
    {
        var inputs = new List<string>();
        string? result = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--manifest" && result is null && i + 1 < args.Length && args[i + 1].Length > 0)
                result = Path.GetFullPath(args[++i], folder);
            else if (args[i].StartsWith("--manifest=", StringComparison.Ordinal) && result is null)
                result = Path.GetFullPath(args[i]["--manifest=".Length..], folder);
            else if (args[i].StartsWith('-'))
                throw Wrong($"{args[i]}: {Usage}");
            else
                inputs.Add(args[i]);
        }

        return inputs.Count > 0 && result is not null ? (inputs, result) : throw Wrong(Usage);
    }

    /// <summary>A file, or those that a glob matches; absolute.</summary>
    private static List<string> Find(string input, string folder)
    {
        var path = Path.GetFullPath(input, folder);
        if (File.Exists(path))
            return [path];
        if (!Glob.IsGlob(input))
            throw new ThumbsException(Diagnostic.NoSuchInput.At(input, "There is no such file"));
        var glob = new Glob(input, folder);
        if (!Directory.Exists(glob.Root))
            throw new ThumbsException(Diagnostic.NoSuchInput.At(input, $"There is no folder {glob.Root}"));
        var walk = new FolderWalk(glob.Root, outputFolder: null, (unread, why) => throw new ThumbsException(Diagnostic.NoSuchInput.At(unread, why)))
        {
            Depth = glob.Depth,
            Hidden = glob.Hidden,
        };
        var files = walk.Folders().SelectMany(found => glob.Matches(found).Select(file => Path.Join(found.Path, file.Name))).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new ThumbsException(Diagnostic.NoSuchInput.At(input, "No file matches"));
    }

    private static ThumbsException Wrong(string text) => new(Diagnostic.WrongOption.At(path: null, text));
}
