using System.Text.Json;

using Thumbs.Engine;

namespace Thumbs.Tool.Tests;

/// <summary>One line of <c>--json</c>.</summary>
internal sealed record JsonLine(string? Source, string? Status, string? Code, JsonElement[] Renditions, JsonElement? Summary);

internal static class JsonLines
{
    public static IReadOnlyList<JsonLine> Of(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static JsonLine Parse(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        return new(Text("source"), Text("status"), Text("code"), Array("renditions"), json.TryGetProperty("summary", out var summary) ? summary : null);

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        JsonElement[] Array(string name) => json.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];
    }
}
