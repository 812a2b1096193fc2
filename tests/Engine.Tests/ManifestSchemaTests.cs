using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Thumbs.Engine.Tests;

/// <summary>docs/manifest.schema.json is held against the types that are written.</summary>
public sealed class ManifestSchemaTests
{
    private static readonly string[] OnlyForReaders = ["$schema", "$id", "title", "description", "default"];

    [Fact]
    public void The_schema_is_that_of_what_is_written()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "manifest.schema.json")))!;
        var written = ManifestJson.Default.Manifest.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        Assert.Equal(Plain(written), Plain(schema));
    }

    /// <summary>In one order, without what does not bind.</summary>
    private static string Plain(JsonNode node) => node switch
    {
        JsonObject json => $"{{{string.Join(',', json.Where(pair => !OnlyForReaders.Contains(pair.Key) || pair.Value is JsonObject).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Plain(pair.Value!)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(item => Plain(item!)).Order(StringComparer.Ordinal))}]",
        _ => node.ToJsonString(),
    };
}
