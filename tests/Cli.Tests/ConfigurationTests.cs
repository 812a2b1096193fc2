using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Cli.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task The_file_in_the_current_folder_is_found()
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", """
            {
              // Comments and trailing commas are allowed.
              "inputs": ["photos", "more/*.png"],
              "output": "out",
              "widths": [320, 640],
              "format": ["avif", "webp"],
              "quality": { "webp": 80, "avif": 50 },
              "lossless": ["webp"],
              "enlarge": true,
              "no-rotate": false,
              "max-pixels": "10M",
              "timeout": 5,
              "background": "rgb(1, 2, 3)",
            }
            """);

        Assert.Equal(0, await tool.RunAsync());

        var request = tool.Request!;
        Assert.Equal(["photos", "more/*.png"], request.Inputs);
        Assert.Equal(Path.Combine(tool.Folder, "out"), request.OutputFolder);
        Assert.Equal([new Box(320, null), new Box(640, null)], request.Renditions.Boxes);
        Assert.Equal([ImageFormat.Avif, ImageFormat.WebP], request.Renditions.Formats);
        Assert.Equal((80, 50), (request.Renditions.Quality.For(ImageFormat.WebP), request.Renditions.Quality.For(ImageFormat.Avif)));
        Assert.True(request.Renditions.Lossless.IsOn(ImageFormat.WebP));
        Assert.True(request.Renditions.Enlarge && request.Renditions.Rotate);
        Assert.Equal(10_000_000, request.Limits.MaxPixels);
        Assert.Equal(TimeSpan.FromSeconds(5), request.Limits.Timeout);
        Assert.Equal("#010203ff", request.Renditions.Background);
    }

    [Fact]
    public async Task The_command_line_wins_over_the_file()
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", """{ "inputs": "photos", "widths": [320], "quality": { "webp": 80 }, "enlarge": true, "quiet": true, "fit": "cover" }""");

        Assert.Equal(0, await tool.RunAsync("others", "--size", "64", "-q", "avif=50", "--enlarge=false", "--verbose"));

        var request = tool.Request!;
        Assert.Equal(["others"], request.Inputs);
        Assert.Equal([new Box(64, 64)], request.Renditions.Boxes);
        Assert.Equal((null, 50), (request.Renditions.Quality.For(ImageFormat.WebP), request.Renditions.Quality.For(ImageFormat.Avif)));
        Assert.False(request.Renditions.Enlarge);
        Assert.Equal(Fit.Cover, request.Renditions.Fit);
    }

    [Fact]
    public async Task Paths_in_the_file_start_from_its_folder_and_those_of_the_command_line_from_the_current_one()
    {
        using var tool = new Tool();
        tool.Write("site/my.json", """{ "inputs": ["photos"], "output": "out", "manifest": "list.json" }""");

        Assert.Equal(0, await tool.RunAsync("--config", "site/my.json", "--manifest", "other.json"));

        Assert.Equal(Path.Combine(tool.Folder, "site"), tool.Request!.BaseFolder);
        Assert.Equal(Path.Combine(tool.Folder, "site", "out"), tool.Request.OutputFolder);
        Assert.Equal(Path.Combine(tool.Folder, "other.json"), tool.Request.ManifestFile);

        Assert.Equal(0, await tool.RunAsync("photos", "--config", "site/my.json"));
        Assert.Equal(tool.Folder, tool.Request.BaseFolder);
    }

    [Fact]
    public async Task Each_set_has_its_options_over_those_of_the_file_and_under_those_of_the_command_line()
    {
        using var tool = new Tool();
        tool.Write("site/thumbs.json", """
            {
              "$schema": "thumbs.schema.json",
              "format": "webp",
              "quality": 70,
              "sets": [
                { "inputs": ["hero/**"], "widths": [640, 1280], "format": ["avif", "jpeg"] },
                { "inputs": "icons/*.svg", "size": 64 },
              ],
              "output": "out",
            }
            """);

        Assert.Equal(0, await tool.RunAsync("--config", "site/thumbs.json", "--quality", "avif=40"));

        var request = tool.Request!;
        Assert.Equal((Path.Combine(tool.Folder, "site"), Path.Combine(tool.Folder, "site", "out")), (request.BaseFolder, request.OutputFolder));
        Assert.Equal(["hero/**", "icons/*.svg"], request.Inputs);
        var (hero, icons) = (request.InputSets![0], request.InputSets[1]);
        Assert.Equal([["hero/**"], ["icons/*.svg"]], request.InputSets.Select(set => set.Inputs));
        Assert.Equal([new Box(640, null), new Box(1280, null)], hero.Renditions.Boxes);
        Assert.Equal([ImageFormat.Avif, ImageFormat.Jpeg], hero.Renditions.Formats);
        Assert.Equal([new Box(64, 64)], icons.Renditions.Boxes);
        Assert.Equal([ImageFormat.WebP], icons.Renditions.Formats);
        Assert.All(request.InputSets, set => Assert.Equal((40, null), (set.Renditions.Quality.For(ImageFormat.Avif), set.Renditions.Quality.For(ImageFormat.WebP))));

        // Inputs of the command line stand in for all sets.
        Assert.Equal(0, await tool.RunAsync("photos", "--config", "site/thumbs.json"));
        Assert.Null(tool.Request!.InputSets);
        Assert.Equal(["photos"], tool.Request.Inputs);
    }

    [Fact]
    public async Task An_option_of_a_set_without_an_effect_is_told_with_the_line_of_the_set()
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", """
            { "sets": [
                { "inputs": "a", "position": "top", "fit": "cover" },
                { "inputs": "b", "position": "top" } ] }
            """);

        Assert.Equal(0, await tool.RunAsync());
        Assert.StartsWith("thumbs.json(3) : warning THUMB0011: position: ", Assert.Single(tool.Errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png", "webp", false)]
    [InlineData("webp", "png", false)]
    [InlineData("webp", "avif", true)]
    public async Task An_option_beside_the_sets_is_only_told_where_it_has_an_effect_in_none(string first, string second, bool isTold)
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", $$"""
            { "colors": 16, "sets": [
                { "inputs": "a", "format": "{{first}}" },
                { "inputs": "b", "format": "{{second}}" } ] }
            """);

        Assert.Equal(0, await tool.RunAsync());

        var told = tool.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(isTold ? 1 : 0, told.Length);
        Assert.All(told, line => Assert.StartsWith("thumbs : warning THUMB0011: colors: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("thumbs.json(2) : error THUMB0007: output: it is of the whole run, and stands beside sets", "{ \"sets\": [ { \"inputs\": \"a\",\n\"output\": \"b\" } ] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: sets: one has no inputs", "{ \"sets\": [\n{ \"size\": 3 } ] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: sets: each is an object with inputs and options", "{ \"sets\": [\n\"photos\" ] }")]
    [InlineData("thumbs.json(1) : error THUMB0007: sets: an array is expected", "{ \"sets\": { \"inputs\": \"a\" } }")]
    [InlineData("thumbs.json(1) : error THUMB0007: sets: there is none in it", "{ \"sets\": [] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: sets: given twice", "{ \"sets\": [{ \"inputs\": \"a\" }],\n\"sets\": [] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: inputs: inputs stand in each of the sets, or beside no sets", "{ \"sets\": [{ \"inputs\": \"a\" }],\n\"inputs\": \"b\" }")]
    [InlineData("thumbs.json(2) : error THUMB0007: sixe: there is no such option; did you mean \"size\"?", "{ \"sets\": [{ \"inputs\": \"a\",\n\"sixe\": 3 }] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: size: \"big\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "{ \"sets\": [{ \"inputs\": \"a\",\n\"size\": \"big\" }] }")]
    [InlineData("thumbs.json(2) : error THUMB0007: position: subject, entropy and attention choose what is cut away, and fit contain cuts nothing", "{ \"fit\": \"contain\", \"sets\": [{ \"inputs\": \"a\" },\n{ \"inputs\": \"a\",\n\"position\": \"entropy\" }] }")]
    [InlineData("thumbs.json(1) : error THUMB0007: $schema: a text, a number, true or false is expected", "{ \"$schema\": {} }")]
    public async Task A_mistake_in_a_set_is_reported_with_its_line(string message, string json)
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", json);

        Assert.Equal(message, await tool.RefusedAsync());
    }

    [Fact]
    public async Task A_file_that_begins_with_a_byte_order_mark_is_read()
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", "\uFEFF{ \"size\": 64 }");

        Assert.Equal(0, await tool.RunAsync("photos"));
        Assert.Equal([new Box(64, 64)], tool.Request!.Renditions.Boxes);
    }

    [Theory]
    [InlineData("thumbs.json(3) : error THUMB0007: maxPixels: there is no such option; did you mean \"max-pixels\"?", "{\n\n  \"maxPixels\": 3 }")]
    [InlineData("thumbs.json(1) : error THUMB0007: input: there is no such option; did you mean \"inputs\"?", "{ \"input\": \"a\" }")]
    [InlineData("thumbs.json(2) : error THUMB0007: fit: \"covr\" is not one of inside, cover, contain, fill, outside; did you mean \"cover\"?", "{\n\"fit\": \"covr\" }")]
    [InlineData("thumbs.json(2) : error THUMB0007: size: given twice", "{ \"size\": 1,\n\"size\": 2 }")]
    [InlineData("thumbs.json(2) : error THUMB0007: inputs: given twice", "{ \"inputs\": [\"a\"],\n\"inputs\": [\"b\"] }")]
    [InlineData("thumbs.json(1) : error THUMB0007: widths: cannot be combined with size", "{ \"size\": 1, \"widths\": [2] }")]
    [InlineData("thumbs.json(1) : error THUMB0007: quality: \"500\" is not a whole number from 1 to 100", "{ \"quality\": { \"webp\": 500 } }")]
    [InlineData("thumbs.json(1) : error THUMB0007: enlarge: \"yes\" is not one of true, false", "{ \"enlarge\": \"yes\" }")]
    [InlineData("thumbs.json(1) : error THUMB0007: size: a text, a number, true or false is expected", "{ \"size\": null }")]
    [InlineData("thumbs.json(1) : error THUMB0007: widths: a text, a number, true or false is expected", "{ \"widths\": [[1]] }")]
    [InlineData("thumbs.json : error THUMB0007: not a JSON object", "[]")]
    public async Task A_wrong_name_or_value_is_reported_with_its_line(string message, string json)
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", json);

        Assert.Equal(message, await tool.RefusedAsync("photos"));
    }

    [Theory]
    [InlineData("{\n\"size\": \n}", 3)]
    [InlineData("{\n\"size\": 3", 2)]
    [InlineData("{ \"size\": 3 }\n{}", 2)]
    [InlineData("", 1)]
    public async Task What_is_no_json_is_reported_with_its_line(string json, int line)
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", json);

        var told = await tool.RefusedAsync("photos");
        Assert.StartsWith($"thumbs.json({line}) : error THUMB0007: not valid JSON: ", told, StringComparison.Ordinal);
        Assert.DoesNotMatch("LineNumber|BytePosition|isFinalBlock|depth|Path:", told);
    }

    [Fact]
    public async Task A_file_that_is_named_has_to_be_there()
    {
        using var tool = new Tool();

        Assert.StartsWith("site.json : error THUMB0007: ", await tool.RefusedAsync("photos", "--config", "site.json"), StringComparison.Ordinal);
    }
}
