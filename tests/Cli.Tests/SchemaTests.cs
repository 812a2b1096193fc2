using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Thumbs.Parameters;
using Thumbs.Parameters.Values;

namespace Thumbs.Cli.Tests;

/// <summary>docs/thumbs.schema.json is that of the table of options.</summary>
public sealed class SchemaTests
{
    private const string Texts = """{ "type": ["string", "array"], "items": { "type": "string" }, "description": "Files, folders and globs." }""";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Settings Defaults = Settings.DefaultsIn(Path.GetTempPath(), "cache");

    /// <summary>Where it fails, the file is to become what the test has written.</summary>
    [Fact]
    public async Task The_schema_is_that_of_the_table()
    {
        var written = Path.Join(AppContext.BaseDirectory, "thumbs.schema.json");
        var expected = Schema().ToJsonString(Readable) + "\n";
        await File.WriteAllTextAsync(written, expected, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await File.ReadAllTextAsync(Path.Join(ToolProcess.Checkout, "docs", "thumbs.schema.json"), TestContext.Current.CancellationToken));
    }

    private static JsonObject Schema()
    {
        var ofSets = new JsonObject { ["inputs"] = JsonNode.Parse(Texts) };
        foreach (var option in Options.All.Where(option => option.IsOfRenditions))
            ofSets[option.Name] = new JsonObject { ["$ref"] = $"#/properties/{option.Name}" };
        var properties = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            ["inputs"] = JsonNode.Parse(Texts),
            ["sets"] = new JsonObject
            {
                ["description"] = "Inputs with options of their own, over those beside it.",
                ["type"] = "array",
                ["minItems"] = 1,
                ["items"] = new JsonObject { ["type"] = "object", ["properties"] = ofSets, ["required"] = new JsonArray("inputs"), ["additionalProperties"] = false },
            },
        };
        foreach (var option in Options.All)
            properties[option.Name] = SchemaOf(option);
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "https://github.com/dotnet-thumbs/thumbs/blob/main/docs/thumbs.schema.json",
            ["title"] = "thumbs.json",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["not"] = new JsonObject { ["required"] = new JsonArray("inputs", "sets") },
        };
    }

    private static JsonObject SchemaOf(Option option)
    {
        var schema = new JsonObject { ["description"] = option.Description };
        var words = WordsOf(option);
        switch (option.Shape)
        {
            case OptionShape.Switch:
                schema["type"] = "boolean";
                break;
            case OptionShape.Value when words.Length > 0:
            case OptionShape.SwitchOrList when words.Contains("all", StringComparer.Ordinal):
                var known = new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => bool.TryParse(word, out var on) ? (JsonNode)on : word)]) };
                if (Takes(option, "50% 20%"))
                    schema["anyOf"] = new JsonArray(known, new JsonObject { ["type"] = "string" });
                else
                    schema["enum"] = known["enum"]!.DeepClone();
                break;
            case OptionShape.Value:
                schema["type"] = Takes(option, "5") ? new JsonArray("string", "number") : "string";
                break;
            default:
                string[] types =
                [
                    "string", "array",
                    .. Takes(option, "5") ? new[] { "number" } : [],
                    .. Takes(option, "true") ? new[] { "boolean" } : [],
                    .. IsByFormat(option) ? new[] { "object" } : [],
                ];
                schema["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]);
                schema["items"] = words.Length > 0 && !IsByFormat(option)
                    ? new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) }
                    : new JsonObject { ["type"] = new JsonArray("string", "number") };
                break;
        }

        return schema;
    }

    /// <summary>The words that an option lists where it is given another; none where it takes others.</summary>
    private static string[] WordsOf(Option option)
    {
        var match = Regex.Match(FaultOf(option, "\u0001") ?? "", @"is not one of ([a-z0-9, -]+)");
        return match.Success ? match.Groups[1].Value.Split(", ") : [];
    }

    private static bool IsByFormat(Option option) => !Takes(option, "word=1") && Array.Exists(["webp=1", "webp=true", "jpeg=true"], text => Takes(option, text));

    private static bool Takes(Option option, string text) => FaultOf(option, text) is null;

    private static string? FaultOf(Option option, string text)
    {
        try
        {
            option.Apply(Defaults, new(text, Path.GetTempPath()));
            return null;
        }
        catch (WrongValueException exception)
        {
            return exception.Message;
        }
    }
}
