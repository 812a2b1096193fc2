using System.Text.Json;

namespace Thumbs.Diagnostics;

/// <summary>What is wrong with a file, in words for users: the JSON reader's own speak of its parameters and of types.</summary>
public static class JsonFault
{
    public static string TextOf(Exception exception) => exception switch
    {
        // Ours have no position.
        JsonException { LineNumber: null } or not JsonException => exception.Message,
        // Those about a letter that is not allowed are clear: 'x' is an invalid start of a value.
        _ when exception.Message.StartsWith('\'') => exception.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0],
        _ when exception.Message.Contains("depth", StringComparison.Ordinal) => "an object or an array is not closed",
        _ when exception.Message.Contains("isFinalBlock", StringComparison.Ordinal) => "it is empty",
        _ => "something else belongs there",
    };
}
