using System.Text.Json;

using Thumbs.Pool;

namespace Thumbs.Images;

/// <summary>
/// Orders for an imaging worker, as JSON. Written by hand: the serializer's metadata is generic code over our types, and
/// compiling it took every process longer than a hundred images (see docs/architecture.md, "Code that runs at every start").
/// </summary>
public static class OrderJson
{
    public static void Write(Utf8JsonWriter writer, long id, ImageJob job)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteStartObject("job");
        writer.WriteString("source", job.Source);
        writer.WriteStartArray("renditions");
        foreach (var rendition in job.Renditions)
        {
            writer.WriteStartObject();
            RecipeJson.Write(writer, "recipe", rendition.Recipe);
            if (rendition.File is not null)
                writer.WriteString("file", rendition.File);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("maxPixels", job.MaxPixels);
        writer.WriteNumber("maxMemory", job.MaxMemory);
        writer.WriteBoolean("allowTruncated", job.AllowTruncated);
        if (job.Placeholder)
            writer.WriteBoolean("placeholder", value: true);
        if (job.SizesOnly)
            writer.WriteBoolean("sizesOnly", value: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">The line is no order.</exception>
    public static Order<ImageJob> Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var order = new Order<ImageJob>(Id: 0, Job: null);
        WireReader.Start(ref reader);
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            order = name switch
            {
                "id" => order with { Id = reader.GetInt64() },
                "job" => order with { Job = ReadJob(ref reader) },
                _ => throw new JsonException($"An order has no \"{name}\"."),
            };
        }

        return order;
    }

    private static ImageJob ReadJob(ref Utf8JsonReader reader)
    {
        var job = new ImageJob("", [], MaxPixels: 0, MaxMemory: 0, AllowTruncated: false);
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            job = name switch
            {
                "source" => job with { Source = reader.GetString()! },
                "renditions" => job with { Renditions = ReadRenditions(ref reader) },
                "maxPixels" => job with { MaxPixels = reader.GetInt64() },
                "maxMemory" => job with { MaxMemory = reader.GetInt64() },
                "allowTruncated" => job with { AllowTruncated = reader.GetBoolean() },
                "placeholder" => job with { Placeholder = reader.GetBoolean() },
                "sizesOnly" => job with { SizesOnly = reader.GetBoolean() },
                _ => throw new JsonException($"A job has no \"{name}\"."),
            };
        }

        return job;
    }

    private static List<RenditionOrder> ReadRenditions(ref Utf8JsonReader reader)
    {
        var renditions = new List<RenditionOrder>();
        while (WireReader.NextObject(ref reader))
        {
            var rendition = new RenditionOrder(new(), File: null);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                rendition = name switch
                {
                    "recipe" => rendition with { Recipe = RecipeJson.Read(ref reader) },
                    "file" => rendition with { File = reader.GetString() },
                    _ => throw new JsonException($"A rendition has no \"{name}\"."),
                };
            }

            renditions.Add(rendition);
        }

        return renditions;
    }
}
