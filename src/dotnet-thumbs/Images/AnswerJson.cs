using System.Text.Json;

using Thumbs.Pool;

namespace Thumbs.Images;

/// <summary>Answers of an imaging worker, as JSON. See <see cref="OrderJson"/> for why it is written by hand.</summary>
internal static class AnswerJson
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
            // That is how the reader says that a value is of another kind.
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
        {
            writer.WriteStartObject("source");
            writer.WriteString("format", RecipeJson.NameOf(source.Format));
            writer.WriteNumber("width", source.Width);
            writer.WriteNumber("height", source.Height);
            writer.WriteNumber("pages", source.Pages);
            writer.WriteNumber("length", source.Length);
            writer.WriteString("sha256", source.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("made");
        foreach (var made in result.Made)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", made.Index);
            writer.WriteNumber("width", made.Width);
            writer.WriteNumber("height", made.Height);
            writer.WriteNumber("length", made.Length);
            writer.WriteString("sha256", made.Sha256);
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
        writer.WriteEndObject();
    }

    private static ImageResult ReadResult(ref Utf8JsonReader reader)
    {
        var result = new ImageResult(Source: null, [], []);
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            result = name switch
            {
                "source" => result with { Source = ReadSource(ref reader) },
                "made" => result with { Made = ReadMade(ref reader) },
                "problems" => result with { Problems = ReadProblems(ref reader) },
                _ => throw new JsonException($"A result has no \"{name}\"."),
            };
        }

        return result;
    }

    private static SourceFacts ReadSource(ref Utf8JsonReader reader)
    {
        var facts = new SourceFacts(default, Width: 0, Height: 0, Pages: 0, Length: 0, Sha256: "");
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            facts = name switch
            {
                "format" => facts with { Format = RecipeJson.FormatOf(reader.GetString()) },
                "width" => facts with { Width = reader.GetInt32() },
                "height" => facts with { Height = reader.GetInt32() },
                "pages" => facts with { Pages = reader.GetInt32() },
                "length" => facts with { Length = reader.GetInt64() },
                "sha256" => facts with { Sha256 = reader.GetString()! },
                _ => throw new JsonException($"A source has no \"{name}\"."),
            };
        }

        return facts;
    }

    private static List<MadeRendition> ReadMade(ref Utf8JsonReader reader)
    {
        var all = new List<MadeRendition>();
        while (WireReader.NextObject(ref reader))
        {
            var made = new MadeRendition(Index: 0, Width: 0, Height: 0, Length: 0, Sha256: "");
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                made = name switch
                {
                    "index" => made with { Index = reader.GetInt32() },
                    "width" => made with { Width = reader.GetInt32() },
                    "height" => made with { Height = reader.GetInt32() },
                    "length" => made with { Length = reader.GetInt64() },
                    "sha256" => made with { Sha256 = reader.GetString()! },
                    _ => throw new JsonException($"A rendition has no \"{name}\"."),
                };
            }

            all.Add(made);
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

            all.Add(problem);
        }

        return all;
    }
}
