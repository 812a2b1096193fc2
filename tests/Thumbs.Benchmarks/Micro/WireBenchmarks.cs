using System.Buffers;
using System.Text.Json;

using BenchmarkDotNet.Attributes;

using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Benchmarks.Micro;

/// <summary>One order and one answer as they go over the wire, on either side of it.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private static readonly Digest Sha256 = Digest.OfText("an image");

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null);
    private ImageJob _job = null!;
    private Answer<ImageResult> _answer = null!;
    private byte[] _orderLine = [];
    private byte[] _answerLine = [];

    [Params(1, 6)]
    public int Renditions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var recipe = new Recipe { Width = 128, Height = 128, Quality = 80 };
        var numbers = Enumerable.Range(0, Renditions);
        _job = new(
            "/srv/site/assets/photos/2026/image-000001.jpg",
            [.. numbers.Select(i => new RenditionOrder(recipe, $"/srv/site/obj/thumbs/photos/2026/.thumbs-1a2b-1-{i}.tmp"))],
            new Limits().MaxPixels,
            new Limits().MaxMemory,
            AllowTruncated: false);
        _answer = new(Protocol: null, Fatal: null, Id: 1, new(
            new(ImageFormat.Jpeg, 4000, 3000, Pages: 1, Bytes: 4_000_000, Sha256),
            [.. numbers.Select(i => new MadeRendition(i, new(128, 96, Bytes: 4_000, Sha256)))],
            []));
        WriteOrder();
        _orderLine = _line.WrittenSpan.ToArray();
        WriteAnswer();
        _answerLine = _line.WrittenSpan.ToArray();
    }

    [GlobalCleanup]
    public void Cleanup() => _writer.Dispose();

    [Benchmark(Description = "coordinator writes an order")]
    public int WriteOrder()
    {
        Begin();
        OrderJson.Write(_writer, 1, _job);
        return End();
    }

    [Benchmark(Description = "worker reads the order")]
    public object ReadOrder() => OrderJson.Read(_orderLine);

    [Benchmark(Description = "worker writes its answer")]
    public int WriteAnswer()
    {
        Begin();
        AnswerJson.Write(_writer, _answer);
        return End();
    }

    [Benchmark(Description = "coordinator reads the answer")]
    public object ReadAnswer()
    {
        var reader = new Utf8JsonReader(_answerLine);
        return AnswerJson.Read(ref reader);
    }

    private void Begin()
    {
        _line.ResetWrittenCount();
        _writer.Reset(_line);
    }

    private int End()
    {
        _writer.Flush();
        return _line.WrittenCount;
    }
}
