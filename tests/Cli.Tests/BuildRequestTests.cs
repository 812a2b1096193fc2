using System.Text.Json;
using System.Text.Json.Nodes;

namespace Thumbs.Cli.Tests;

/// <summary>What a build asks for, as the real engine process takes it.</summary>
public sealed class BuildRequestTests : IDisposable
{
    private readonly ToolProcess _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1e999}")]
    public async Task A_file_that_holds_no_request_is_one_message(string text) => await RefusedAsync(text);

    [Theory]
    [InlineData("version", "-1")]
    [InlineData("version", "2")]
    [InlineData("version", "\"1\"")]
    [InlineData("project", "null")]
    [InlineData("project", "\"app.csproj\"")]
    [InlineData("project", "\"/\"")]
    [InlineData("outputFolder", "\"\"")]
    [InlineData("itemList", "7")]
    [InlineData("manifest", "\"/a\\u0000b\"")]
    [InlineData("folderRegister", "[]")]
    [InlineData("failOnError", "\"yes\"")]
    [InlineData("properties", "{\"ThumbnailFit\":null}")]
    [InlineData("properties", "{\"ThumbnailFit\":1}")]
    [InlineData("properties", "[]")]
    [InlineData("sets", "[null]")]
    [InlineData("sets", "[{}]")]
    [InlineData("sets", "{}")]
    [InlineData("sets", "[{\"place\":\"p\",\"folder\":\"\",\"options\":{},\"carry\":{},\"files\":[null]}]")]
    [InlineData("sets", "[{\"place\":\"p\",\"folder\":\"\",\"options\":{},\"carry\":{\"Pack\":null},\"files\":[]}]")]
    [InlineData("sets", "[{\"place\":\"p\",\"folder\":\"\",\"options\":{},\"carry\":{},\"files\":[{\"path\":\"a.png\",\"folder\":\"\"}]}]")]
    public async Task A_member_that_makes_no_sense_is_one_message(string member, string value)
    {
        var request = Request();
        request[member] = JsonNode.Parse(value);
        await RefusedAsync(request.ToJsonString());
    }

    [Fact]
    public async Task A_request_that_lacks_any_member_is_one_message()
    {
        foreach (var member in Request().Select(pair => pair.Key).ToList())
        {
            var request = Request();
            request.Remove(member);
            await RefusedAsync(request.ToJsonString());
        }
    }

    [Fact]
    public async Task Depth_without_end_is_one_message() => await RefusedAsync(new string('[', 100_000));

    [Fact]
    public async Task What_is_no_file_is_one_message()
    {
        await RefusedFileAsync(_engine.At("missing.json"));
        await RefusedFileAsync(_engine.Folder);
        var huge = _engine.At("huge.json");
        await using (var file = File.Create(huge))
            file.SetLength(3L << 30);
        await RefusedFileAsync(huge);
    }

    [Fact]
    public async Task A_device_or_a_pipe_is_one_message()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        Assert.Equal(0, (await _engine.ShellAsync("mkfifo pipe")).ExitCode);
        await RefusedFileAsync(_engine.At("pipe"));
        await RefusedFileAsync("/dev/zero");
    }

    [Theory]
    [InlineData()]
    [InlineData("--workers")]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "-1")]
    [InlineData("--workers", "99999999999")]
    [InlineData("--workers", "2", "--task-pipe", "nonsense")]
    [InlineData("--workers", "2", "--task-pipe", "99")]
    public async Task Arguments_that_make_no_sense_are_one_message(params string[] args)
    {
        await File.WriteAllTextAsync(_engine.At("request.json"), Request().ToJsonString(), TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await _engine.RunAsync(["--build-request", _engine.At("request.json"), .. args]);

        Assert.Equal((2, ""), (exitCode, error));
        Assert.StartsWith("error\tTHUMB0402\t\t", Assert.Single(output.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_carried_out_although_nobody_listens()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        var request = Request();
        request["sets"] = Sets("disc.gif");
        await File.WriteAllTextAsync(_engine.At("request.json"), request.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), await _engine.ShellAsync($"thumbs --build-request '{_engine.At("request.json")}' --workers 1 >/dev/full"));
        Assert.True(File.Exists(_engine.At("out/disc.gif")));
    }

    /// <summary>The names of files are nobody's options.</summary>
    [Theory]
    [InlineData("hero--size.svg")]
    [InlineData("--name--output--max-pixels.svg")]
    [InlineData("a --cache b.svg")]
    public async Task A_file_that_is_called_like_an_option_keeps_its_name(string name)
    {
        await File.WriteAllTextAsync(_engine.At(name), "<svg", TestContext.Current.CancellationToken);
        var request = Request();
        request["sets"] = Sets($"../{name}");

        var fields = (await TellAsync(request.ToJsonString(), 1)).Split('\t');

        // A backslash is written as two.
        Assert.Equal(_engine.At(name), fields[2].Replace(@"\\", @"\", StringComparison.Ordinal));

        // In the text too, where two would become one file.
        request["properties"] = new JsonObject { ["ThumbnailName"] = "same--size.{ext}" };
        request["sets"] = Sets("disc.gif", $"../{name}");
        request["properties"]!["ThumbnailFormats"] = "png";

        Assert.EndsWith("would both be written to same--size.png; put {source-ext} or {dir} into ThumbnailName", await TellAsync(request.ToJsonString(), 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("properties", "ThumbnailName", "one.{ext}", "into ThumbnailName")]
    [InlineData("options", "Name", "one.{ext}", "into Name")]
    [InlineData("options", "Position", "entropy", "Position: subject, entropy and attention choose what is cut away, and ThumbnailFit contain cuts nothing")]
    [InlineData("properties", "ThumbnailsMaxPixels", "10", "raise ThumbnailsMaxPixels")]
    [InlineData("properties", "ThumbnailsRemoteCacheWrite", "true", "ThumbnailsRemoteCacheWrite: no cache to write to is named by ThumbnailsRemoteCache")]
    public async Task An_option_is_called_what_the_project_calls_it(string where, string name, string value, string text)
    {
        var request = Request();
        request["properties"] = new JsonObject { ["ThumbnailFit"] = "contain", ["ThumbnailWidths"] = "10,20" };
        request["sets"] = Sets("disc.gif");
        (where == "options" ? request["sets"]![0]!["options"]! : request["properties"]!)[name] = value;

        Assert.Contains(text, await TellAsync(request.ToJsonString(), expected: null), StringComparison.Ordinal);
    }

    private JsonObject Request() => JsonSerializer.SerializeToNode(new
    {
        version = 1,
        project = _engine.At("app.csproj"),
        outputFolder = _engine.At("out"),
        itemList = _engine.At("items"),
        manifest = _engine.At("manifest.json"),
        folderRegister = _engine.At("register"),
        failOnError = true,
        properties = new JsonObject(),
        sets = new JsonArray(),
    })!.AsObject();

    private JsonArray Sets(params string[] files) =>
    [
        new JsonObject
        {
            ["place"] = _engine.At("app.csproj"),
            ["folder"] = "",
            ["options"] = new JsonObject(),
            ["carry"] = new JsonObject(),
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject { ["path"] = Path.GetFullPath(file, _engine.At("photos")), ["folder"] = "" })]),
        },
    ];

    private async Task<string> TellAsync(string request, int? expected)
    {
        await File.WriteAllTextAsync(_engine.At("request.json"), request, TestContext.Current.CancellationToken);
        var (exitCode, output, error) = await _engine.RunAsync("--build-request", _engine.At("request.json"), "--workers", "1");
        Assert.Equal("", error);
        Assert.True(expected is null ? exitCode != 0 : exitCode == expected, output);
        return output.Split('\n').First(line => line.StartsWith("error\t", StringComparison.Ordinal)).TrimEnd('\r');
    }

    private async Task RefusedAsync(string text)
    {
        await File.WriteAllTextAsync(_engine.At("request.json"), text, TestContext.Current.CancellationToken);
        await RefusedFileAsync(_engine.At("request.json"));
    }

    private async Task RefusedFileAsync(string path)
    {
        var (exitCode, output, error) = await _engine.RunAsync("--build-request", path, "--workers", "1");

        Assert.True(exitCode == 2 && error.Length == 0, $"{exitCode} {output} {error}");
        Assert.StartsWith($"error\tTHUMB0402\t{path}\t", Assert.Single(output.TrimEnd().Split('\n')).Replace("\\\\", "\\", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
