using System.Text;
using System.Text.Json;

using CsCheck;

using Thumbs.Images;

namespace Thumbs.Freshness.Tests;

/// <summary>The lines of the state file and the journal.</summary>
public sealed class StateLineTests
{
    private static readonly Digest Sha256 = Digest.OfText("an image");

    [Fact]
    public void A_digest_survives_as_text() =>
        Gen.Byte.Array[Digest.Size].Sample(bytes =>
        {
            var hex = Convert.ToHexStringLower(bytes);
            return Digest.Parse(hex).ToString() == hex;
        });

    [Fact]
    public void A_record_survives_as_lines() =>
        Gen.Select(Gen.String[1, 20], Gen.Long[0, FactsJson.MostBytes], Gen.Int[1, FactsJson.MostPixels], Gen.String[1, 20].Array[0, 5]).Sample((name, number, size, outputs) =>
        {
            var keys = new KeyTable();
            var record = new SourceRecord
            {
                Source = Whole(name).Replace('\0', '0'),
                Modified = number,
                Facts = new(
                    ImageFormat.WebP, size, 1, 2, number, Sha256, HasText: false, Alpha: size % 2 == 0,
                    size % 3 == 0 ? new("#336699", "data:image/webp;base64,UklGRg==", "AAECAwQ=") : null),
                Renditions = [.. outputs.Select((output, i) => new RenditionRecord { Output = Name(output), Recipe = keys.NumberOf($"key {i % 2}"), Facts = new(i + 1, size, number, Sha256) })],
            };
            using var writer = new StateWriter(keys);
            writer.Begin();
            writer.Add(record);
            var read = new StateReader(keys);
            var records = Encoding.UTF8.GetString(writer.Lines.Span).Split('\n')[..^1].Select(line => read.Read(Encoding.UTF8.GetBytes(line))).OfType<SourceRecord>();
            var again = Assert.Single(records);
            return again with { Renditions = record.Renditions } == record && again.Renditions.SequenceEqual(record.Renditions);
        });

    [Theory]
    [InlineData("../a.jpg")]
    [InlineData("x/../../a.jpg")]
    [InlineData("x\\..\\a.jpg")]
    [InlineData("/a.jpg")]
    [InlineData("")]
    [InlineData("a\0.jpg")]
    public void A_line_whose_output_lies_elsewhere_is_none_of_ours(string output)
    {
        var keys = new KeyTable();
        using var writer = new StateWriter(keys);
        writer.Begin();
        writer.Clear();
        writer.Add(new SourceRecord
        {
            Source = "a.jpg",
            Facts = new(ImageFormat.Jpeg, 1, 1, 1, 1, Sha256),
            Renditions = [new RenditionRecord { Output = output, Recipe = RenditionRecord.Obsolete, Facts = new(1, 1, 1, Sha256) }],
        });
        var read = new StateReader(keys);
        read.Read("[{\"version\":3}"u8);
        Assert.Throws<JsonException>(() => read.Read(writer.Lines.Span[..^1]));
    }

    /// <summary>A name below an output folder.</summary>
    private static string Name(string text) => "a" + string.Concat(Whole(text).Where(letter => letter is not ('/' or '\\' or '\0' or ':')));

    /// <summary>A text that UTF-8 can represent: file names on Windows may have unpaired surrogates, which our files cannot.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
