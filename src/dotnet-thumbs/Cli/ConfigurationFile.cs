using System.Globalization;
using System.Text;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Parameters;
using Thumbs.Parameters.Values;

namespace Thumbs.Cli;

/// <summary>The content of a <c>thumbs.json</c>.</summary>
/// <param name="Folder">Of the file; absolute. Relative paths in it start there.</param>
/// <param name="Inputs">Empty where it has none.</param>
/// <param name="Settings">The options of the table.</param>
/// <param name="Sets">Empty where all inputs share their options.</param>
internal sealed record Configuration(
    string Folder, IReadOnlyList<string> Inputs, IReadOnlyList<Setting> Settings, IReadOnlyList<ConfiguredSet> Sets);

/// <summary>Inputs with options of their own, over those of the file.</summary>
/// <param name="Place">The file and the line where the set begins.</param>
/// <param name="Inputs">Not empty.</param>
/// <param name="Settings">Options of renditions.</param>
internal sealed record ConfiguredSet(string Place, IReadOnlyList<string> Inputs, IReadOnlyList<Setting> Settings);

/// <summary>Reads a <c>thumbs.json</c>: one object with the names of the options. Comments and trailing commas are allowed.</summary>
internal static class ConfigurationFile
{
    /// <summary>Read from the current folder without being named.</summary>
    public const string DefaultName = "thumbs.json";

    private const string Inputs = "inputs";
    private const string Sets = "sets";

    /// <summary>For editors.</summary>
    private const string Schema = "$schema";

    /// <param name="path">Absolute.</param>
    /// <param name="name">As the user would name it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ThumbsException">The file cannot be read, is no JSON, or holds a name that is not known.</exception>
    public static async Task<Configuration> LoadAsync(string path, string name, CancellationToken cancellation)
    {
        byte[] json;
        try
        {
            json = await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ThumbsException(Diagnostic.WrongConfiguration.At(name, exception.Message), exception);
        }

        try
        {
            return Read(WithoutMark(json), name, Path.GetDirectoryName(path)!);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            throw new ThumbsException(Diagnostic.WrongConfiguration.At($"{name}({line})", "not valid JSON: " + JsonFault.TextOf(exception)), exception);
        }
    }

    private static Configuration Read(ReadOnlySpan<byte> json, string name, string folder)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new ThumbsException(Diagnostic.WrongConfiguration.At(name, "not a JSON object"));

        List<string>? inputs = null;
        List<ConfiguredSet>? sets = null;
        var settings = new List<Setting>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString()!;
            var place = PlaceAt(name, json, reader.TokenStartIndex);
            reader.Read();
            if (property == Schema)
                _ = Scalar(ref reader, property, place);
            else if (property == Sets)
                sets = sets is null ? SetsIn(ref reader, json, name, place) : throw Wrong(place, $"{property}: given twice");
            else if (property == Inputs)
                inputs = inputs is null ? Texts(ref reader, property, place) : throw Wrong(place, $"{property}: given twice");
            else
                settings.Add(SettingOf(ref reader, property, place));
            if (inputs is not null && sets is not null)
                throw Wrong(place, $"{property}: {Inputs} stand in each of the {Sets}, or beside no {Sets}");
        }

        // Only the reader notices content after the object.
        reader.Read();
        return new Configuration(folder, inputs ?? [], settings, sets ?? []);
    }

    private static List<ConfiguredSet> SetsIn(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string name, string place)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong(place, $"{Sets}: an array is expected");
        var sets = new List<ConfiguredSet>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            sets.Add(SetIn(ref reader, json, name));
        return sets.Count > 0 ? sets : throw Wrong(place, $"{Sets}: there is none in it");
    }

    private static ConfiguredSet SetIn(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string name)
    {
        var start = PlaceAt(name, json, reader.TokenStartIndex);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Wrong(start, $"{Sets}: each is an object with {Inputs} and options");
        List<string>? inputs = null;
        var settings = new List<Setting>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString()!;
            var place = PlaceAt(name, json, reader.TokenStartIndex);
            reader.Read();
            if (property == Inputs)
                inputs = inputs is null ? Texts(ref reader, property, place) : throw Wrong(place, $"{property}: given twice");
            else if (SettingOf(ref reader, property, place) is { Option.IsOfRenditions: true } setting)
                settings.Add(setting);
            else
                throw Wrong(place, $"{property}: it is of the whole run, and stands beside {Sets}");
        }

        return inputs is { Count: > 0 } ? new(start, inputs, settings) : throw Wrong(start, $"{Sets}: one has no {Inputs}");
    }

    private static Setting SettingOf(ref Utf8JsonReader reader, string property, string place) =>
        new(OptionOf(property, place), Text(ref reader, property, place), property, place);

    private static Option OptionOf(string name, string place) =>
        Options.All.FirstOrDefault(option => option.Name == name)
        ?? throw Wrong(place, $"{name}: there is no such option{Nearest.Suggestion(name, Options.All.Select(option => option.Name).Concat([Inputs, Sets]))}");

    /// <summary>A value as on a command line: arrays with commas, objects as <c>name=value</c>.</summary>
    private static string Text(ref Utf8JsonReader reader, string property, string place)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return string.Join(',', Texts(ref reader, property, place));
        if (reader.TokenType != JsonTokenType.StartObject)
            return Scalar(ref reader, property, place);

        var parts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            parts.Add($"{name}={Scalar(ref reader, property, place)}");
        }

        return string.Join(',', parts);
    }

    private static List<string> Texts(ref Utf8JsonReader reader, string property, string place)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return [Scalar(ref reader, property, place)];
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(Scalar(ref reader, property, place));
        return texts;
    }

    private static string Scalar(ref Utf8JsonReader reader, string property, string place) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw Wrong(place, $"{property}: a text, a number, true or false is expected"),
    };

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) =>
        json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;

    private static string PlaceAt(string name, ReadOnlySpan<byte> json, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}({json[..(int)index].Count((byte)'\n') + 1})");

    private static ThumbsException Wrong(string place, string text) => new(Diagnostic.WrongConfiguration.At(place, text));
}
