using System.Buffers.Binary;

using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Imaging.Library;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>Runs on the libvips of the system, with the workers that a user has.</summary>
public sealed class SystemLibvipsTests
{
    private const string None = "There is no libvips of the system: Debian's is libvips42, or libvips42t64.";

    /// <summary>64 × 48 px: red, and below it green; blue on the right.</summary>
    private const string Heic = """
        AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAA
        ADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAaAACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAA
        Z3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6g
        IIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAA
        AgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAHBtZGF0AAAAZCgBrxOA5TH3/7S1P+HdP8tyZk6gxCi8f9/Iq/x9gsQb1uGup//ouxY/KOef+iTjkbrx7eYw8R66
        XPfVjNhn0Xwsl6sCE7Sn9t+c0OIKTlGgLiURIkzbJw781PvLAX6fX+e+IKA=
        """;

    /// <summary>The same, turned by its orientation of 6, which its EXIF repeats: 48 × 64 px, green, red and below them blue.</summary>
    private const string JpegXl = """
        AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAASanhscAAAAAD/CsssEBMAAAHjamJyZMBw2wCCIAgtAwJAIgChRoGQq0oAAEDIUdmCoTj/J4iMEco4pxS0HyFDmKUOMsxA
        6Q41WB8ynHzMgEMOKixy0LAD20cN/fsjyxx23IGGovtfjHHGJJds8skopzwzzTXbfDPOOQs9NNFFG3000klLPTXVVVt9NdZZiz022WWbfTbaacs9N91123033nkLPjjhhRt+OOKJRy75
        5JRXbvnlmGceuuijk1666aejnnrsss9Oe+2234577sELPzzxxRt/PPLJRy/99NRXb/312GcPfvjij09++eafj3768Mcv//z012///fjn/69gqqoEAEDIUdmCoTj/L4iEUkZZpxSJ8YCQ
        zahBhkl1oKF6sOHcQ44ZUJAPGnLQYQc2FlnmqN/tw44bWtEfeWbwSYb3vxjjjEs2+WSUU6a5ZptvxjlnoYcmumijj0Y6aamnprpqq6/GOmuxxya7bLPPRjttueemu26778Y778AFH5zw
        wg0/HPHEI5d8csort/xyzDMPXfTRSS/d9NNRTz122WenvXbbb8c99+CFH5744o0/Hvnko5d+euqrt/567LMPX/zxyS/f/PPRTz9++eenv37778c//3+BHwCoLAALCIDgABBKRklGAAEB
        AAABAAEAAAMAAAArYnJvYkV4aWYbHQAABHRjGwcxW6KpvxMJZZRYtIAkD9CW/4seKRkAAAABI2p4bHCAAAAB4FsAEABABApqCmoKav7/DgAAGAAIAAEAAAAAAICAJYkEqF7MFcB3S+gB
        ACg5KSgoKLDCMUZGxkhGMka2rMyyqshIRQZpMXiWXdQsRupnSSBFd3iN6+Uu3HOGh8T2iNC/+ujTVsDKZyc0teyTuQUC0IHY/oXvChtOVdDDHiFvggAePw7304Sd9LxQKXq+9zzsi+DF
        4AQsHd4BAJgAcAKIoYqKFEgThyR1BAFJKoggkuRmICBJkiRJkiRJkiRJkiRJPkUSHbs1TNKkuoRs7G4r+l0rE0QZLZ+C6ggBa3cRkuwrxUhVCCloBZjQvACUfKNmkM+4kGTYFyBJZE9E
        kgQkiBJJkiRJkiRJkiRJkiRJAgAAAAAAKEkA
        """;

    [Fact(Skip = None, SkipType = typeof(Platform), SkipUnless = nameof(Platform.HasLibvips))]
    public async Task It_reads_what_ours_does_not_and_its_loaders_that_are_named()
    {
        using var run = new Run();
        Assert.Null(Libvips.Start());
        run.Add("phone.HEIC", Decoded(Heic));
        run.Add("photo.jxl", Decoded(JpegXl));
        run.Add("screen.bmp", Bitmap());
        run.Add("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='32' height='16'><path d='M0 0h32v16H0z' fill='red'/></svg>");
        run.Add("metadata.jpg", WithMetadata());
        run.Add("letter.pdf", "%PDF-1.4");

        await run.RunAsync(change: OnSystem);

        Assert.Equal(["files/out/drawing.png", "files/out/metadata.jpg", "files/out/phone.jpg", "files/out/photo.jpg"], run.Files());
        Assert.Contains("--loaders magick", Assert.Single(run.Problems).Text, StringComparison.Ordinal);

        await run.RunAsync(change: request => OnSystem(request) with { Loaders = ["magick"] });

        Assert.Empty(run.Problems);
        Assert.Equal(4, run.Outcomes.Count(outcome => outcome.Status == OutcomeStatus.UpToDate));
        AssertLooksLike(run, "phone.jpg", (64, 48), (16, 12, "red"), (16, 36, "green"), (48, 24, "blue"));
        AssertLooksLike(run, "photo.jpg", (48, 64), (12, 16, "green"), (36, 16, "red"), (24, 48, "blue"));
        AssertLooksLike(run, "screen.png", (2, 2), (0, 0, "red"), (1, 0, "green"), (0, 1, "blue"));
        AssertLooksLike(run, "drawing.png", (128, 64), (64, 32, "red"));
        using var kept = Image.NewFromFile(Path.Join(run.Output, "metadata.jpg"));
        Assert.Contains("exif-ifd0-Copyright", kept.GetFields());
        Assert.DoesNotContain("xmp-data", kept.GetFields());
        Assert.Contains("of the system, with ", await File.ReadAllTextAsync(Path.Join(run.Output, ".thumbs-state.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Skip = None, SkipType = typeof(Platform), SkipUnless = nameof(Platform.HasLibvips))]
    public async Task A_loader_that_is_not_named_reads_nothing()
    {
        using var run = new Run();
        run.Add("screen.bmp", Bitmap());

        await run.RunAsync(change: request => OnSystem(request) with { Inputs = ["in/screen.bmp"] });

        var problem = Assert.Single(Assert.Single(run.Outcomes).Problems);
        Assert.Equal(("THUMB0103", "BMP images are read only where their loader is named: --libvips system, --loaders magick"), (problem.Code, problem.Text));
    }

    [Fact]
    public async Task The_library_of_this_package_says_what_would_read_a_file()
    {
        using var run = new Run();
        run.Add("phone.heic", Decoded(Heic));
        run.Add("letter.pdf", "%PDF-1.4");

        await run.RunAsync(change: request => request with { Spell = name => $"Thumbnails:{name}" });
        Assert.Equal("Left out: HEIC cannot be read; a libvips of the system may read it: Thumbnails:libvips system", Assert.Single(run.Problems).Text);

        await run.RunAsync(change: request => request with { Inputs = ["in/phone.heic", "in/letter.pdf"], Spell = name => $"Thumbnails:{name}" });
        Assert.Equal(
            ["PDF files cannot be read; a libvips of the system may read them (Thumbnails:libvips system, Thumbnails:loaders pdf), or convert this one to JPEG, PNG, WebP or AVIF first",
            "HEIC images cannot be read; a libvips of the system may read them (Thumbnails:libvips system), or convert this one to JPEG, PNG, WebP or AVIF first"],
            run.Outcomes.OrderBy(outcome => outcome.Source.Path, StringComparer.Ordinal).Select(outcome => Assert.Single(outcome.Problems).Text));
    }

    [Fact]
    public async Task One_that_cannot_be_used_ends_the_run_before_anything_is_made()
    {
        using var run = new Run();
        run.Add("photo.jpg");
        run.AddOutside("text.so", "no library");

        Assert.Equal("--libvips /nowhere/libvips.so.42: there is no such file", await RefusedAsync(run, "/nowhere/libvips.so.42"));
        var text = Path.Join(run.Folder, "text.so");
        Assert.StartsWith($"--libvips {text}: libvips cannot be loaded: ", await RefusedAsync(run, text), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            var other = Path.Join(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so");
            Assert.Equal($"--libvips {other}: the library is no libvips", await RefusedAsync(run, other));
        }

        if (Platform.HasLibvips)
            Assert.Contains("was built without the loader raw", await RefusedAsync(run, Request.SystemsLibvips, "raw"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Output));
    }

    private static Request OnSystem(Request request) => request with
    {
        Libvips = Request.SystemsLibvips,
        Renditions = request.Renditions with { Keep = Images.Metadata.Exif },
    };

    private static async Task<string> RefusedAsync(Run run, string libvips, params string[] loaders)
    {
        var refusal = await Assert.ThrowsAsync<ThumbsException>(() => run.RunAsync(change: request => request with { Libvips = libvips, Loaders = loaders }));
        Assert.Equal("THUMB0117", refusal.Problem.Code);
        return refusal.Problem.Text;
    }

    private static byte[] Decoded(string base64) => Convert.FromBase64String(base64.ReplaceLineEndings(""));

    /// <summary>2 × 2 px: red, green; below them blue, blue. Rows from the bottom, blue first.</summary>
    private static byte[] Bitmap()
    {
        var file = new byte[70];
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, 70), (10, 54), (14, 40), (18, 2), (22, 2), (26, 1 + (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        byte[] pixels = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0];
        pixels.CopyTo(file, 54);
        return file;
    }

    private static byte[] WithMetadata()
    {
        using var picture = Image.Black(32, 32, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb).Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd0-Copyright", "Ada (Ada, ASCII, 4 components, 4 bytes)");
            image.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray());
        });
        return picture.JpegsaveBuffer();
    }

    private static void AssertLooksLike(Run run, string name, (int Width, int Height) size, params (int X, int Y, string Colour)[] points)
    {
        using var image = Image.NewFromFile(Path.Join(run.Output, name));
        Assert.Equal(size, (image.Width, image.Height));
        foreach (var (x, y, colour) in points)
        {
            var pixel = image[x, y];
            Assert.Equal(colour, new[] { "red", "green", "blue" }[Array.IndexOf(pixel, pixel.Take(3).Max())]);
            Assert.True(pixel.Take(3).Max() > 180 && pixel.Take(3).Min() < 80, $"{name} at {x}, {y}: {string.Join(' ', pixel)}");
        }
    }
}
