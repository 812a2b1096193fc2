namespace Thumbs.Cli.Tests;

public sealed class WrongValueTests
{
    [Theory]
    [InlineData("--fit: \"covr\" is not one of inside, cover, contain, fill, outside; did you mean \"cover\"?", "--fit", "covr")]
    [InlineData("--fit: \"zzz\" is not one of inside, cover, contain, fill, outside", "--fit", "zzz")]
    [InlineData("--size: \"0\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "-s", "0")]
    [InlineData("--size: \"65536\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "--size", "65536")]
    [InlineData("--size: \"x\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "--size", "x")]
    [InlineData("--size: \"10xx\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "--size", "10xx")]
    [InlineData("--size: \"-1\" is not a size: N, WxH, Wx or xH, with sides from 1 to 65,535 px", "--size", "-1")]
    [InlineData("--widths: \"3x4\" is not a width from 1 to 65,535 px", "-w", "2,3x4")]
    [InlineData("--widths: the list is empty", "-w", ",")]
    [InlineData("--widths: cannot be combined with --size", "-w", "3", "-s", "4")]
    [InlineData("--aspect: \"16x9\" is not a shape: W:H such as 16:9 or 1.91:1, from 1:100 to 100:1", "--aspect", "16x9")]
    [InlineData("--aspect: \"0:1\" is not a shape: W:H such as 16:9 or 1.91:1, from 1:100 to 100:1", "--aspect", "0:1")]
    [InlineData("--aspect: \"101:1\" is not a shape: W:H such as 16:9 or 1.91:1, from 1:100 to 100:1", "--aspect", "101:1")]
    [InlineData("--position: \"tpo\" is not one of centre, top, top-right, right, bottom-right, bottom, bottom-left, left, top-left, subject, entropy, attention; did you mean \"top\"?", "--position", "tpo")]
    [InlineData("--position: subject, entropy and attention choose what is cut away, and --fit contain cuts nothing", "--fit", "contain", "--position", "entropy")]
    [InlineData("--kernel: \"lanczos\" is not one of lanczos3, lanczos2, mitchell, cubic, linear, nearest; did you mean \"lanczos3\"?", "--kernel", "lanczos")]
    [InlineData("--format: \"webm\" is not one of auto, jpeg, png, webp, avif, gif, tiff; did you mean \"webp\"?", "-f", "jpeg,webm")]
    [InlineData("--format: \"svg\" is not one of auto, jpeg, png, webp, avif, gif, tiff", "-f", "svg")]
    [InlineData("--quality: \"101\" is not a whole number from 1 to 100", "-q", "101")]
    [InlineData("--quality: \"0\" is not a whole number from 1 to 100", "-q", "webp=0")]
    [InlineData("--quality: it does not apply to png, only to jpeg, webp, avif, tiff", "-q", "png=80")]
    [InlineData("--quality: \"80,70\" holds two values for all formats", "-q", "80", "-q", "70")]
    [InlineData("--quality: \"webp=80,webp=70\" names one format twice", "-q", "webp=80,webp=70")]
    [InlineData("--effort: \"10\" is not a whole number from 0 to 9", "--effort", "10")]
    [InlineData("--effort: it does not apply to tiff, only to jpeg, png, webp, avif, gif", "--effort", "tiff=1")]
    [InlineData("--lossless: it does not apply to jpeg, only to webp, avif, tiff", "--lossless=jpeg")]
    [InlineData("--progressive: it does not apply to webp, only to jpeg, png, gif", "--progressive=webp")]
    [InlineData("--background: \"wite\" is not a CSS colour such as white, transparent, #f80, rgb(255 136 0 / 50%) or hsl(32 100% 50%); did you mean \"white\"?", "--background", "wite")]
    [InlineData("--keep: \"exiv\" is not one of icc, exif, xmp, iptc, copyright, all, none; did you mean \"exif\"?", "--keep", "exiv")]
    [InlineData("--page: \"-1\" is not a whole number from 0 to 99,999", "--page", "-1")]
    [InlineData("--jobs: \"0\" is not a whole number from 1 to 256", "-j", "0")]
    [InlineData("--jobs: \"many\" is not a whole number from 1 to 256", "--jobs", "many")]
    [InlineData("--timeout: \"0s\" is not a time such as 30s, 500ms or 2m, from 1ms to 24h", "--timeout", "0s")]
    [InlineData("--timeout: \"3 days\" is not a time such as 30s, 500ms or 2m, from 1ms to 24h", "--timeout", "3 days")]
    [InlineData("--timeout: \"\" is not a time such as 30s, 500ms or 2m, from 1ms to 24h", "--timeout", "")]
    [InlineData("--max-pixels: \"0\" is not a number of pixels such as 268M, from 1 to 1000G", "--max-pixels", "0")]
    [InlineData("--max-pixels: \"99999999999999999999999999999999G\" is not a number of pixels such as 268M, from 1 to 1000G", "--max-pixels", "99999999999999999999999999999999G")]
    [InlineData("--max-memory: \"1MB\" is not an amount of memory such as 512MB or 1GiB, from 64MB to 1000GB", "--max-memory", "1MB")]
    [InlineData("--max-memory: \"1XB\" is not an amount of memory such as 512MB or 1GiB, from 64MB to 1000GB", "--max-memory", "1XB")]
    [InlineData("--name: the value is empty or holds a NUL", "--name", "")]
    [InlineData("--output: the value is empty or holds a NUL", "-o", "")]
    [InlineData("--manifest: thumbs.json in the current folder would be read as the configuration of the next run; choose another name or folder", "--manifest", "./thumbs.json")]
    [InlineData("--force: \"maybe\" is not one of true, false", "--force=maybe")]
    [InlineData("--quiet: cannot be combined with --verbose", "--quiet", "-v")]
    [InlineData("--remote-cache: it is not a URL such as https://cache.example.com/thumbs", "--remote-cache", "ftp://user:s3cr3t@localhost/")]
    [InlineData("--remote-cache: it is not a URL such as https://cache.example.com/thumbs", "--remote-cache", "localhost/thumbs")]
    [InlineData("--remote-cache: it is not a URL such as https://cache.example.com/thumbs", "--remote-cache", "")]
    [InlineData("--remote-cache: credentials do not belong into a URL: put them into the environment variable THUMBS_REMOTE_CACHE_TOKEN, or THUMBS_REMOTE_CACHE_USER and THUMBS_REMOTE_CACHE_PASSWORD", "--remote-cache", "https://user:s3cr3t@localhost/")]
    [InlineData("--remote-cache: a query or a fragment cannot be kept, since paths are put behind the URL; a secret goes into the environment variable THUMBS_REMOTE_CACHE_TOKEN", "--remote-cache", "https://localhost/?sig=s3cr3t")]
    [InlineData("--remote-cache: a query or a fragment cannot be kept, since paths are put behind the URL; a secret goes into the environment variable THUMBS_REMOTE_CACHE_TOKEN", "--remote-cache", "https://localhost/#s3cr3t")]
    [InlineData("--remote-cache-write: no cache to write to is named by --remote-cache", "--remote-cache-write")]
    [InlineData("--remote-cache: cannot be combined with --no-cache", "--remote-cache", "https://localhost/", "--no-cache")]
    [InlineData("--remote-cache-write: cannot be combined with --no-cache", "--remote-cache-write", "--no-cache")]
    [InlineData("--config: given twice", "--config", "a", "--config", "b")]
    [InlineData("--config: the value is empty", "--config", "")]
    [InlineData("--szie: there is no such option; did you mean \"--size\"?", "--szie", "3")]
    [InlineData("-Size: there is no such option; did you mean \"--size\"?", "-Size", "3")]
    [InlineData("-x320: there is no such option", "-x320")]
    [InlineData("-dash.jpg: there is no such option; a file whose name begins with a dash is written ./-dash.jpg", "-dash.jpg")]
    [InlineData("--out: there is no such option; did you mean \"--output\"?", "--out", "x")]
    [InlineData("--outdir=x: there is no such option; did you mean \"--output\"?", "--outdir=x")]
    [InlineData("--strip: there is no such option; metadata is left out but for what --keep names", "--strip")]
    [InlineData("--fit-mode=x: there is no such option", "--fit-mode=x")]
    [InlineData("-x: there is no such option", "-x")]
    [InlineData("--widht: there is no such option; did you mean \"--widths\"?", "--widht", "3")]
    [InlineData("--vesion: there is no such option; did you mean \"--version\"?", "--vesion")]
    [InlineData("-o: the value is missing; `dotnet thumbs --help` tells what it takes", "-o")]
    public async Task A_wrong_option_or_value_is_one_message(string message, params string[] args) =>
        Assert.Equal($"thumbs : error THUMB0001: {message}", await Tool.ErrorOfAsync(["photos", .. args]));

    [Fact]
    public async Task No_input_is_a_wrong_usage() =>
        Assert.Equal("thumbs : error THUMB0001: no input is given; `dotnet thumbs --help` tells what it can be", await Tool.ErrorOfAsync());

    [Fact]
    public async Task A_mistyped_verb_gets_a_suggestion() =>
        Assert.Equal("thumbs : error THUMB0001: \"ifno\" is neither a file nor a folder; did you mean `dotnet thumbs info`?", await Tool.ErrorOfAsync("ifno"));

    [Fact]
    public async Task A_folder_that_is_named_nearly_like_a_verb_is_an_input()
    {
        using var tool = new Tool();
        Directory.CreateDirectory(Path.Combine(tool.Folder, "infos"));

        Assert.Equal(0, await tool.RunAsync("infos"));
        Assert.Equal(["infos"], tool.Request!.Inputs);
    }

    [Fact]
    public async Task With_json_the_problem_is_an_object_on_standard_output()
    {
        using var tool = new Tool();

        Assert.Equal(2, await tool.RunAsync("photos", "--json", "-q", "0"));
        Assert.Equal("", tool.Errors);
        Assert.StartsWith(
            """{"severity":"error","code":"THUMB0001","message":"--quality: \"0\" is not a whole number from 1 to 100"}""" + "\n",
            tool.Output,
            StringComparison.Ordinal);
    }
}
