using System.Text;
using System.Text.Json;

using CsCheck;

using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

/// <summary>The content of the state file, and unreadable state files.</summary>
public sealed class StateFileTests : IDisposable
{
    private static readonly Digest Sha256 = Digest.OfText("an image");

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task The_state_file_tells_each_source_and_each_recipe_once()
    {
        _workshop.Options = new() { Formats = [ImageFormat.WebP] };
        _workshop.Write("in/b.jpg", "picture b");
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var state = await _workshop.StateAsync();
        Assert.Equal(["../in/a.jpg", "../in/b.jpg"], state.Sources.Select(source => source.Source));
        Assert.Equal(
            "128x128 Inside Lanczos3 WebP q80 e6 @ 0.25; pipeline 2, vips 8.18.7 lcms 2.19.1 highway unknown, from mozjpeg 1 uhdr unknown, to webp 1.6.0",
            Assert.Single(state.Keys));
    }

    [Fact]
    public async Task The_state_file_is_valid_JSON()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        using var document = JsonDocument.Parse(_workshop.Read("thumbs/.thumbs-state.json"));
        Assert.Equal(3, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Keys_that_nothing_refers_to_are_forgotten()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Libraries["mozjpeg"] = "2";
        await _workshop.RunAsync();
        Assert.Contains("mozjpeg 2", Assert.Single((await _workshop.StateAsync()).Keys), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("]")]
    [InlineData("[{\"version\":1}\n")]
    [InlineData("[{\"version\":1}\n,[")]
    [InlineData("[{\"version\":1}\n\n]")]
    [InlineData("[{\"version\":1}\n]\n,\"key\"")]
    [InlineData("[{\"version\":2}\n]")]
    [InlineData("[{\"recipes\":1}\n]")]
    [InlineData("[{\"version\":1}\n,null\n]")]
    [InlineData("""
        [{"version":1}
        ,["a",1,1,"zz","Jpeg",1,1,1,[]]
        ]
        """)]
    [InlineData("""
        [{"version":1}
        ,["a",1,1,"0000000000000000000000000000000000000000000000000000000000000000","Bmp",1,1,1,[]]
        ]
        """)]
    [InlineData("""
        [{"version":1}
        ,["a",1,1,"0000000000000000000000000000000000000000000000000000000000000000","Jpeg",1,1,1,[null]]
        ]
        """)]
    [InlineData("""
        [{"version":1}
        ,["a",1,1,"0000000000000000000000000000000000000000000000000000000000000000","Jpeg",1,1.5,1,[]]
        ]
        """)]
    [InlineData("""
        [{"version":1}
        ,["a",1,1,"0000000000000000000000000000000000000000000000000000000000000000","Jpeg",1,1,1]
        ]
        """)]
    public async Task A_state_that_cannot_be_read_is_told_and_replaced(string content)
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("thumbs/.thumbs-state.json", content);
        using (var ledger = _workshop.Open())
        {
            Assert.Equal("THUMB0305", Assert.Single(ledger.Problems).Code);
            Assert.True(ledger.IsEmpty);
        }
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
        Assert.Empty(await _workshop.RunAsync());
    }

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
                Facts = new(ImageFormat.WebP, size, 1, 2, number, Sha256),
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
        read.Read("[{\"version\":1}"u8);
        Assert.Throws<System.Text.Json.JsonException>(() => read.Read(writer.Lines.Span[..^1]));
    }

    /// <summary>A name below an output folder.</summary>
    private static string Name(string text) => "a" + string.Concat(Whole(text).Where(letter => letter is not ('/' or '\\' or '\0' or ':')));

    /// <summary>A text that UTF-8 can represent: file names on Windows may have unpaired surrogates, which our files cannot.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
