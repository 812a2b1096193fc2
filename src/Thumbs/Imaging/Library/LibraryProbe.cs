using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

using Thumbs.Images;

namespace Thumbs.Imaging.Library;

/// <summary>What a process with a libvips of the system tells of it, as one JSON object.</summary>
/// <param name="Fault">Why it cannot be used; the other members then mean nothing.</param>
/// <param name="Facts">Of it, with the loaders that were named.</param>
/// <param name="Digest">Of the names, sizes and times of all the libraries that are loaded with it: SHA-256, its first 16 digits.</param>
/// <param name="Folders">In which these lie; absolute.</param>
public sealed record LibraryProbe(string? Fault, LibraryFacts Facts, string Digest, IReadOnlyList<string> Folders)
{
    /// <summary>The oldest that does what is needed of it: savers and loaders with the options that are used.</summary>
    private static readonly Version Oldest = new(8, 14);

    private static readonly LibraryFacts Unknown = new("", "", [], []);

    /// <summary>Loads the library and describes it.</summary>
    /// <param name="named">The named loaders that are wanted.</param>
    public static LibraryProbe Of(IReadOnlyCollection<string> named)
    {
        if (Libvips.Start(expected: null, named) is { } fault)
            return Failed(fault);
        var facts = LibraryFacts.Read(named);
        if (Version.Parse(facts.LibvipsVersion) < Oldest)
            return Failed($"libvips {facts.LibvipsVersion} is too old: {Oldest} or later is needed");
        if (NamedLoader.All.FirstOrDefault(loader => named.Contains(loader.Name, StringComparer.Ordinal) && !LibraryFacts.Has(loader)) is { } missing)
            return Failed($"libvips {facts.LibvipsVersion} was built without the loader {missing.Name} ({missing.Operation})");
        var libraries = Libraries();
        var digest = Images.Digest.OfText(string.Join('\n', libraries.Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks / TimeSpan.TicksPerSecond}")));
        return new(null, facts, digest.ToString()[..16], [.. libraries.Select(file => file.DirectoryName!).Distinct(StringComparer.Ordinal)]);
    }

    public static LibraryProbe Failed(string fault) => new(fault, Unknown, "", []);

    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (Fault is not null)
            json.WriteString("fault", Fault);
        json.WriteString("netVips", Facts.NetVips);
        json.WriteString("libvips", Facts.LibvipsVersion);
        Write(json, "reads", Facts.Readable.Select(format => format.Name()));
        Write(json, "writes", Facts.Writable.Select(format => format.Name()));
        json.WriteString("digest", Digest);
        Write(json, "folders", Folders);
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">The text is no such object.</exception>
    public static LibraryProbe Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return root.TryGetProperty("fault", out var fault) ? Failed(fault.GetString()!) : new(
            null,
            new(Text("netVips"), Text("libvips"), [.. List("reads").Select(FactsJson.FormatOf)], [.. List("writes").Select(FactsJson.FormatOf)]),
            Text("digest"),
            [.. List("folders")]);

        string Text(string name) => root.GetProperty(name).GetString()!;
        IEnumerable<string> List(string name) => root.GetProperty(name).EnumerateArray().Select(element => element.GetString()!);
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>The native libraries of this process but for those of .NET, in the order of their names. macOS does not tell them.</summary>
    private static List<FileInfo> Libraries()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var dotnet = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>()
            .Select(module => new FileInfo(module.FileName))
            .Where(file => file.Exists && !file.FullName.StartsWith(dotnet, StringComparison.Ordinal) && !file.FullName.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
            .OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }
}
