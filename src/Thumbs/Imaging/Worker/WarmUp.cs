using System.Buffers;
using System.Text.Json;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Writing;
using Thumbs.Imaging.Reading;
using Thumbs.Pool;

namespace Thumbs.Imaging.Worker;

/// <summary>Runs the steps of a job once while a worker waits for its first order, so that their code is loaded and compiled.</summary>
public static class WarmUp
{
    public static void Run()
    {
        using var grey = Image.Black(64, 64, bands: 3);
        using var colour = grey.Copy(interpretation: Enums.Interpretation.Srgb);
        var jpeg = colour.JpegsaveBuffer();
        var file = new SourceFile(ImageFormat.Jpeg, jpeg, jpeg.Length, Digest.OfBytes(jpeg));
        var recipe = new Recipe { Width = 16, Height = 16, Quality = 80 };
        using var decoder = new Decoder(file, Enums.FailOn.Error);
        decoder.OpenHeader([recipe], out var source);
        const double scale = 0.5;
        using var decoded = decoder.Open(new PageRange(0, 1), scale);
        using var picture = new Picture(source, recipe, scale, []).Make(decoded, frames: 1);
        var bytes = Encoder.Encode(picture, recipe);
        Converse(recipe, bytes.Length);
    }

    /// <summary>Writes and reads an order and its answer.</summary>
    private static void Converse(Recipe recipe, long length)
    {
        var line = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(line);
        OrderJson.Write(writer, 1, new ImageJob(string.Empty, [new RenditionOrder(recipe, string.Empty)], MaxPixels: 1, MaxMemory: 1, AllowTruncated: false));
        writer.Flush();
        _ = OrderJson.Read(line.WrittenSpan);
        writer.Reset();
        var facts = new SourceFacts(ImageFormat.Jpeg, 1, 1, 1, length, default);
        var result = new ImageResult(facts, [new MadeRendition(0, new(1, 1, length, default))], []);
        AnswerJson.Write(writer, new Answer<ImageResult>(Protocol: null, Fatal: null, Id: 1, result));
    }
}
