using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

using Thumbs.Caching;
using Thumbs.Freshness;
using Thumbs.Images;

namespace Thumbs.Engine.Tests;

/// <summary>The examples in docs/formats.md: each is read by the program's reader and comes out of its writer unchanged.</summary>
public sealed class FormatTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_example_of_an_order_is_one()
    {
        var example = Example("Order");

        var order = OrderJson.Read(Encoding.UTF8.GetBytes(example));

        Assert.Equal(example, Written(json => OrderJson.Write(json, order.Id, order.Job!)));
    }

    [Fact]
    public void The_example_of_an_answer_is_one()
    {
        var example = Example("Answer");
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(example));

        var answer = AnswerJson.Read(ref reader);

        Assert.Equal(example, Written(json => AnswerJson.Write(json, answer)));
    }

    [Fact]
    public void The_example_of_a_state_file_is_one()
    {
        var example = Example("State file");
        var keys = new KeyTable();
        var reader = new StateReader(keys);

        var records = example.Split('\n').Select(line => reader.Read(Encoding.UTF8.GetBytes(line))).OfType<SourceRecord>().ToList();

        using var writer = new StateWriter(keys);
        writer.Begin();
        records.ForEach(writer.Add);
        writer.End();
        Assert.True(reader.HasEnded);
        Assert.Equal(example + '\n', Encoding.UTF8.GetString(writer.Lines.Span));
    }

    [Fact]
    public void The_example_of_a_source_in_the_cache_is_one()
    {
        var example = Example("Cache entry of a source") + '\n';
        var sha256 = Digest.Parse(Regex.Match(example, "\"sha256\":\"(.*?)\"").Groups[1].Value);

        var facts = CacheEntry.ReadSource(Encoding.UTF8.GetBytes(example), sha256);

        Assert.Equal(example, Encoding.UTF8.GetString(CacheEntry.Write(facts)));
    }

    [Fact]
    public void The_example_of_a_rendition_in_the_cache_is_one()
    {
        var example = Example("Cache entry of a rendition") + '\n';
        var source = Digest.Parse(Regex.Match(example, "\"source\":\"(.*?)\"").Groups[1].Value);
        var key = Regex.Match(example, "\"key\":\"(.*?)\"").Groups[1].Value;

        var facts = CacheEntry.ReadRendition(Encoding.UTF8.GetBytes(example), source, key);

        Assert.Equal(example, Encoding.UTF8.GetString(CacheEntry.Write(source, key, facts)));
    }

    [Fact]
    public async Task The_example_of_a_manifest_is_one()
    {
        var example = Example("Manifest");
        var folder = Directory.CreateTempSubdirectory("thumbs-formats-");
        try
        {
            var (read, written) = (Path.Join(folder.FullName, "read.json"), Path.Join(folder.FullName, "written.json"));
            await File.WriteAllTextAsync(read, example, Cancellation);

            var manifest = await ManifestFile.ReadAsync(read, Cancellation);

            await ManifestFile.WriteAsync(written, manifest.Sources, manifest.Failed ?? [], manifest.Shard, Cancellation);
            Assert.Equal(example, await File.ReadAllTextAsync(written, Cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The block below a heading of the page, without its last line end.</summary>
    private static string Example(string heading)
    {
        var page = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "formats.md")).ReplaceLineEndings("\n");
        var block = Regex.Match(page, $@"^## {heading}\n.*?^```\w+\n(.*?)\n^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(block.Success, heading);
        return block.Groups[1].Value;
    }
}
