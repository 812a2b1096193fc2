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
internal sealed record Configuration(string Folder, IReadOnlyList<string> Inputs, IReadOnlyList<Setting> Settings);

/// <summary>Reads a <c>thumbs.json</c>: one object with the names of the options. Comments and trailing commas are allowed.</summary>
internal static class ConfigurationFile
{
    /// <summary>Read from the current folder without being named.</summary>
    public const string DefaultName = "thumbs.json";

    private const string Inputs = "inputs";

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
        var settings = new List<Setting>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString()!;
            var place = $"{name}({LineAt(json, reader.TokenStartIndex)})";
            reader.Read();
            if (property == Inputs)
                inputs = inputs is null ? Texts(ref reader, property, place) : throw Wrong(place, $"{property}: given twice");
            else
                settings.Add(new Setting(OptionOf(property, place), Text(ref reader, property, place), property, place));
        }

        // Only the reader notices content after the object.
        reader.Read();
        return new Configuration(folder, inputs ?? [], settings);
    }

    private static Option OptionOf(string name, string place) =>
        Options.All.FirstOrDefault(option => option.Name == name)
        ?? throw Wrong(place, $"{name}: there is no such option{Nearest.Suggestion(name, Options.All.Select(option => option.Name).Append(Inputs))}");

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

    private static string LineAt(ReadOnlySpan<byte> json, long index) =>
        (json[..(int)index].Count((byte)'\n') + 1).ToString(CultureInfo.InvariantCulture);

    private static ThumbsException Wrong(string place, string text) => new(Diagnostic.WrongConfiguration.At(place, text));
}
