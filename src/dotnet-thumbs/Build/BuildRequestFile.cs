using System.Text.Json;

using Thumbs.Diagnostics;

namespace Thumbs.Build;

/// <summary>Reads and validates a <see cref="BuildRequest"/>.</summary>
internal static class BuildRequestFile
{
    /// <summary>In bytes; an item takes a few hundred.</summary>
    private const long MostLength = 1 << 30;

    /// <exception cref="ThumbsException">There is no such file, or no request in it.</exception>
    public static async Task<BuildRequest> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            // A special file has no length; opening one may block for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and <= MostLength })
                throw Wrong(path, $"it is no file of 1 to {MostLength} bytes");
            var file = File.OpenRead(path);
            await using (file)
            {
                var request = await JsonSerializer.DeserializeAsync(file, BuildJson.Default.BuildRequest, cancellation);
                return FaultOf(request) is { } fault ? throw Wrong(path, fault) : request!;
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, JsonFault.TextOf(exception), exception);
        }
    }

    /// <summary>Checks what the types cannot: the elements of lists.</summary>
    private static string? FaultOf(BuildRequest? request)
    {
        if (request is not { Version: BuildRequest.CurrentVersion })
            return $"its version is not {BuildRequest.CurrentVersion}";
        if (HoldsNull(request.Properties.Values) || HoldsNull(request.Sets)
            || request.Sets.Any(set => HoldsNull(set.Files) || HoldsNull(set.Options.Values) || HoldsNull(set.Carry.Values)))
        {
            return "null is no value";
        }

        string[] paths = [request.Project, request.OutputFolder, request.ItemList, request.Manifest, request.FolderRegister, request.TypedNames?.Folder ?? request.Project];
        return paths.Concat(request.Sets.SelectMany(set => set.Files.Select(file => file.Path))).FirstOrDefault(path => !IsPath(path)) is { } relative
            ? $"\"{relative}\" is no absolute path of a file"
            : null;
    }

    private static bool HoldsNull(IEnumerable<object> values) => values.Any(value => value is null);

    private static bool IsPath(string path) =>
        Path.IsPathFullyQualified(path) && Path.GetDirectoryName(path) is not null && !path.Contains('\0', StringComparison.Ordinal);

    private static ThumbsException Wrong(string path, string why, Exception? inner = null)
    {
        var problem = Diagnostic.BuildRequestUnreadable.At(path, $"The request of the build cannot be read: {why.ReplaceLineEndings(" ")}");
        return inner is null ? new(problem) : new(problem, inner);
    }
}
