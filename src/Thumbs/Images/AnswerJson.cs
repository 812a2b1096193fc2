using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Pool;

namespace Thumbs.Images;

/// <summary>Answers of an imaging worker, as JSON. See <see cref="OrderJson"/> for why it is written by hand.</summary>
public static class AnswerJson
{
    public static void Write(Utf8JsonWriter writer, Answer<ImageResult> answer)
    {
        writer.WriteStartObject();
        if (answer.Protocol is { } protocol)
            writer.WriteNumber("protocol", protocol);
        if (answer.Fatal is not null)
            writer.WriteString("fatal", answer.Fatal);
        if (answer.Id is { } id)
            writer.WriteNumber("id", id);
        if (answer.More)
            writer.WriteBoolean("more", true);
        if (answer.Result is { } result)
            WriteResult(writer, result);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">The line is no answer.</exception>
    public static Answer<ImageResult> Read(ref Utf8JsonReader reader)
    {
        try
        {
            return ReadAnswer(ref reader);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // The reader throws this for a value of another kind.
            throw new JsonException("A value of the wrong kind.", exception);
        }
    }

    private static Answer<ImageResult> ReadAnswer(ref Utf8JsonReader reader)
    {
        var answer = new Answer<ImageResult>(Protocol: null, Fatal: null, Id: null, Result: null);
        WireReader.Start(ref reader);
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            answer = name switch
            {
                "protocol" => answer with { Protocol = reader.GetInt32() },
                "fatal" => answer with { Fatal = reader.GetString() },
                "id" => answer with { Id = reader.GetInt64() },
                "more" => answer with { More = reader.GetBoolean() },
                "result" => answer with { Result = ReadResult(ref reader) },
                _ => throw new JsonException($"An answer has no \"{name}\"."),
            };
        }

        return answer;
    }

    private static void WriteResult(Utf8JsonWriter writer, ImageResult result)
    {
        writer.WriteStartObject("result");
        if (result.Source is { } source)
            FactsJson.Write(writer, "source", source);

        writer.WriteStartArray("made");
        foreach (var made in result.Made)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", made.Index);
            FactsJson.Write(writer, made.Facts);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("problems");
        foreach (var problem in result.Problems)
        {
            writer.WriteStartObject();
            writer.WriteString("code", problem.Code);
            writer.WriteString("text", problem.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteAt(writer, result.At);
        WriteSizes(writer, result.Sizes);
        writer.WriteEndObject();
    }

    private static void WriteAt(Utf8JsonWriter writer, IReadOnlyList<int> at)
    {
        if (at.Count == 0)
            return;
        writer.WriteStartArray("at");
        foreach (var index in at)
            writer.WriteNumberValue(index);
        writer.WriteEndArray();
    }

    private static void WriteSizes(Utf8JsonWriter writer, IReadOnlyList<RenditionSize> sizes)
    {
        if (sizes.Count == 0)
            return;
        writer.WriteStartArray("sizes");
        foreach (var size in sizes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", size.Index);
            writer.WriteNumber("width", size.Width);
            writer.WriteNumber("height", size.Height);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ImageResult ReadResult(ref Utf8JsonReader reader)
    {
        var result = new ImageResult(Source: null, [], []);
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            result = name switch
            {
                "source" => result with { Source = FactsJson.ReadSource(ref reader) },
                "made" => result with { Made = ReadMade(ref reader) },
                "problems" => result with { Problems = ReadProblems(ref reader) },
                "at" => result with { At = ReadAt(ref reader) },
                "sizes" => result with { Sizes = ReadSizes(ref reader) },
                _ => throw new JsonException($"A result has no \"{name}\"."),
            };
        }

        return result;
    }

    private static List<int> ReadAt(ref Utf8JsonReader reader)
    {
        var all = new List<int>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("An array was expected.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var index = reader.GetInt32();
            all.Add(all.Contains(index) ? throw new JsonException("A rendition is encoded once.") : index);
        }

        return all;
    }

    private static List<MadeRendition> ReadMade(ref Utf8JsonReader reader)
    {
        var all = new List<MadeRendition>();
        while (WireReader.NextObject(ref reader))
        {
            var (index, facts) = (-1, RenditionFacts.Unknown);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                if (name == "index")
                    index = reader.GetInt32();
                else
                    facts = FactsJson.ReadMember(ref reader, name, facts) ?? throw new JsonException($"A rendition has no \"{name}\".");
            }

            if (index < 0 || all.Exists(made => made.Index == index))
                throw new JsonException("A rendition has a place of its own in the order.");
            all.Add(new(index, FactsJson.Checked(facts)));
        }

        return all;
    }

    private static List<RenditionSize> ReadSizes(ref Utf8JsonReader reader)
    {
        var all = new List<RenditionSize>();
        while (WireReader.NextObject(ref reader))
        {
            var size = new RenditionSize(Index: -1, Width: 0, Height: 0);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                size = name switch
                {
                    "index" => size with { Index = reader.GetInt32() },
                    "width" => size with { Width = reader.GetInt32() },
                    "height" => size with { Height = reader.GetInt32() },
                    _ => throw new JsonException($"A size has no \"{name}\"."),
                };
            }

            if (size.Index < 0 || all.Exists(other => other.Index == size.Index))
                throw new JsonException("A rendition has a place of its own in the order, and one size.");
            FactsJson.CheckSize(size.Width, size.Height);
            all.Add(size);
        }

        return all;
    }

    private static List<ImageProblem> ReadProblems(ref Utf8JsonReader reader)
    {
        var all = new List<ImageProblem>();
        while (WireReader.NextObject(ref reader))
        {
            var problem = new ImageProblem("", "");
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                problem = name switch
                {
                    "code" => problem with { Code = reader.GetString()! },
                    "text" => problem with { Text = reader.GetString()! },
                    _ => throw new JsonException($"A problem has no \"{name}\"."),
                };
            }

            all.Add(Diagnostic.Knows(problem.Code) ? problem : throw new JsonException($"There is no code \"{problem.Code}\"."));
        }

        return all;
    }
}
