using System.Text.Json;

namespace Thumbs.Images;

/// <summary>Steps through JSON objects and arrays of the wire.</summary>
public static class WireReader
{
    /// <summary>
    /// Goes on to the next property of an object and to its value. Properties that are <c>null</c> are skipped: on the wire
    /// they mean the same as a missing one.
    /// </summary>
    /// <returns>Its name; <see langword="null"/> at the end of the object.</returns>
    /// <exception cref="JsonException">The line is torn, or is no object.</exception>
    public static string? NextProperty(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            if (!reader.Read())
                break;
            if (reader.TokenType != JsonTokenType.Null)
                return name;
        }

        return reader.TokenType == JsonTokenType.EndObject ? null : throw new JsonException("An object was expected to go on or end.");
    }

    /// <summary>Goes on to the next object of an array, into it.</summary>
    /// <returns>False at the end of the array.</returns>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new JsonException("An array without an end.");
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new JsonException("An object was expected."),
        };
    }

    /// <summary>Goes into the object that a line is.</summary>
    public static void Start(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
    }
}
