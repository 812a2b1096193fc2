using System.Globalization;

using Thumbs.Caching;
using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Parameters.Values;
using Thumbs.Planning;

namespace Thumbs.Cli;

/// <summary><c>dotnet thumbs cache</c>: shows, trims, checks and empties a cache.</summary>
internal static class CacheVerb
{
    public const string Name = "cache";

    private const string Usage = "`dotnet thumbs cache` takes one of path, info, trim [SIZE], verify and clear, and --cache DIR";

    /// <exception cref="ThumbsException">The arguments are wrong, or the folder cannot be used.</exception>
    public static async Task<int> RunAsync(string[] args, ProcessContext here)
    {
        if (Help.IsWanted(args))
        {
            await here.Out.WriteAsync(Help.Text());
            return ExitCode.Success;
        }

        var (words, folder) = Split(args, here);
        try
        {
            return await RunAsync(words, folder, here);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ThumbsException(Diagnostic.CannotWrite.At(folder, exception.Message), exception);
        }
    }

    private static async Task<int> RunAsync(string[] words, string folder, ProcessContext here)
    {
        var upkeep = new CacheUpkeep(folder);
        switch (words)
        {
            case ["path"]:
                await here.Out.WriteLineAsync(folder);
                return ExitCode.Success;
            case ["info"]:
                await here.Out.WriteLineAsync($"{folder}: {Describe(upkeep.Count())}");
                return ExitCode.Success;
            case ["trim"]:
                return await TrimAsync(upkeep, Request.DefaultCacheSize, here);
            case ["trim", var size]:
                return await TrimAsync(upkeep, Limit(size), here);
            case ["verify"]:
                return await VerifyAsync(upkeep, here);
            case ["clear"]:
                upkeep.Clear();
                return ExitCode.Success;
            default:
                throw Wrong(Usage);
        }
    }

    private static async Task<int> TrimAsync(CacheUpkeep upkeep, long limit, ProcessContext here)
    {
        await here.Out.WriteLineAsync($"{Describe(upkeep.Trim(limit))} deleted");
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(CacheUpkeep upkeep, ProcessContext here)
    {
        var damaged = await upkeep.VerifyAsync(here.Interruption);
        foreach (var path in damaged)
            await here.Error.WriteLineAsync(Diagnostic.CacheEntryDropped.At(path, "The entry was damaged, and dropped").ToString());
        await here.Out.WriteLineAsync($"{Describe(upkeep.Count())}, {damaged.Count} damaged and dropped");
        return damaged.Count == 0 ? ExitCode.Success : ExitCode.SomeFailed;
    }

    private static string Describe(CacheContents contents) => string.Create(
        CultureInfo.InvariantCulture,
        $"{contents.Renditions:N0} renditions of {contents.Sources:N0} sources, {Figures.Bytes(contents.Bytes)}");

    private static (string[] Words, string Folder) Split(string[] args, ProcessContext here)
    {
        var at = Array.IndexOf(args, "--cache");
        if (at >= 0 && at + 1 < args.Length && args[at + 1].Length > 0)
            return ([.. args[..at], .. args[(at + 2)..]], Path.GetFullPath(args[at + 1], here.Folder));
        return here.CacheFolder is { } folder
            ? (args, Path.GetFullPath(folder, here.Folder))
            : throw Wrong($"there is no home folder to keep a cache in: name one with --cache or the variable {CacheLayout.Variable}");
    }

    private static long Limit(string size)
    {
        try
        {
            return Number.ParseStorage(size);
        }
        catch (WrongValueException exception)
        {
            throw Wrong($"trim: {exception.Message}");
        }
    }

    private static ThumbsException Wrong(string text) => new(Diagnostic.WrongOption.At(path: null, text));
}
