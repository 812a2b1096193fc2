using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>The content of the state file, and unreadable state files.</summary>
public sealed class StateFileTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    [Fact]
    public async Task The_state_file_tells_each_source_and_each_recipe_once()
    {
        _album.Options = new() { Formats = [ImageFormat.WebP] };
        _album.Write("in/b.jpg", "picture b");
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var state = await _album.StateAsync();
        Assert.Equal(["../in/a.jpg", "../in/b.jpg"], state.Sources.Select(source => source.Source));
        Assert.Equal(
            "128x128 Inside Lanczos3 WebP q80 e6 @ 0.25; pipeline 5, vips 8.18.7 lcms 2.19.1 highway unknown, from mozjpeg 1 uhdr unknown, to webp 1.6.0",
            Assert.Single(state.Keys));
    }

    [Fact]
    public async Task The_state_file_is_valid_JSON()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        using var document = JsonDocument.Parse(_album.Read("thumbs/.thumbs-state.json"));
        Assert.Equal(5, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_wrong_bit_is_found_wherever_it_is()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var right = await File.ReadAllBytesAsync(_album.StateFile, TestContext.Current.CancellationToken);
        var manifest = await ManifestAsync();
        var unread = 0;
        for (var bit = 0; bit < right.Length * 8; bit += 7)
        {
            var wrong = right.ToArray();
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(_album.StateFile, wrong, TestContext.Current.CancellationToken);
            using var ledger = _album.Open();
            if (ledger.Problems.Count > 0)
                unread++;
            else
                Assert.True(manifest == Standing(ledger), $"bit {bit} {System.Text.Encoding.Latin1.GetString(wrong)}");
        }

        Assert.InRange(unread, right.Length, int.MaxValue);

        async Task<string> ManifestAsync()
        {
            using var ledger = _album.Open();
            return Standing(ledger);
        }

        string Standing(Ledger ledger) => string.Join(
            '\n', ledger.Judge(Assert.Single(_album.Plan().Jobs), TestContext.Current.CancellationToken).Fresh.Select(file => file?.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_an_earlier_version_made_is_ours_and_made_again(int version)
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var lines = _album.Read("thumbs/.thumbs-state.json").Replace("\"version\":3", $"\"version\":{version}", StringComparison.Ordinal).Replace(",1,false,null,[[", ",1,[[", StringComparison.Ordinal);
        _album.Write("thumbs/.thumbs-state.json", Regex.Replace(lines, @"(,.*),\d+\n", match =>
            match.Groups[1].Value + (version == 1 ? "" : $",{Checksum.Of(Encoding.UTF8.GetBytes(match.Groups[1].Value))}") + "\n"));
        _album.Write("thumbs/a.jpg", _album.Read("thumbs/a.jpg"));

        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        Assert.Empty(_album.Problems);
        Assert.Equal(OutcomeStatus.Made, Assert.Single(_album.Outcomes).Status);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Keys_that_nothing_refers_to_are_forgotten()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Libraries["mozjpeg"] = "2";
        await _album.RunAsync();
        Assert.Contains("mozjpeg 2", Assert.Single((await _album.StateAsync()).Keys), StringComparison.Ordinal);
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
    [InlineData("[{\"version\":4}\n]")]
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
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("thumbs/.thumbs-state.json", content);
        using (var ledger = _album.Open())
        {
            Assert.Equal("THUMB0305", Assert.Single(ledger.Problems).Code);
            Assert.True(ledger.IsEmpty);
        }
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        Assert.Empty(await _album.RunAsync());
    }
}
