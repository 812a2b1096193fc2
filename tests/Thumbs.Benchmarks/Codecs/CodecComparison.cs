using NetVips;

using Thumbs.Benchmarks.Comparison;
using Thumbs.Benchmarks.Quality;
using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Benchmarks.Codecs;

/// <summary>What each effort of an encoder costs and gives, and what others make of the same pictures.</summary>
internal static class CodecComparison
{
    private const int Photos = 8;

    private static readonly int[] Widths = [320, 1280, 2560];

    /// <summary>Prints a table for each width.</summary>
    /// <param name="format">JPEG, WebP or AVIF.</param>
    /// <param name="options">The folders.</param>
    public static async Task RunAsync(ImageFormat format, CompareOptions options)
    {
        if (Libvips.Start() is { } fault)
            throw new InvalidOperationException(fault);
        var usual = new RecipeBook(new RenditionOptions { Formats = [format] }).For(ImageFormat.Png)[0].Recipe;
        // JPEG has other chroma from 90.
        var step = format switch { ImageFormat.Avif => 15, ImageFormat.Jpeg => 8, _ => 10 };
        int[] qualities = [usual.Quality - step, usual.Quality, usual.Quality + step];
        var pictures = Pictures(options.Photos ?? throw new InvalidOperationException("There are no photographs; name a folder with --photos."), Path.Combine(options.Work, "codecs"));
        var sharp = await Contenders.SharpFolderAsync(options.Work) ?? throw new InvalidOperationException("sharp cannot be installed by npm.");
        foreach (var width in Widths.Where(width => options.Includes(Coder.Text(width))))
        {
            var coders = Coders(usual, width, sharp);
            var results = new List<(Coder Coder, Sample[][] Samples)>();
            foreach (var coder in coders)
            {
                Bench.Say($"{format}, {width} px: {coder.Name}");
                // The largest pictures take long: a quarter of them, and only the tool.
                var samples = new List<Sample[]>();
                foreach (var picture in pictures.Where((_, i) => width < Widths[^1] || i % 4 == 0))
                    samples.Add(await MeasureAsync(coder, Path.Combine(picture, $"{width}.png"), qualities));
                results.Add((coder, [.. samples]));
            }

            Console.WriteLine($"### {format}, {width} px wide\n\n{Table(results, coders.FindIndex(coder => coder.Name == Coder.Thumbs(usual).Name))}");
        }
    }

    /// <summary>Photographs made as PNG in all widths by the tool, a folder for each.</summary>
    private static List<string> Pictures(string photos, string work)
    {
        var wide = Directory.GetFiles(photos, "*.jpg").Order(StringComparer.Ordinal).Where(IsWide).ToArray();
        var chosen = wide.Where((_, i) => i % Math.Max(1, wide.Length / Photos) == 0).Take(Photos);
        var folders = new List<string>();
        foreach (var photo in chosen)
        {
            var folder = Path.Combine(work, Path.GetFileNameWithoutExtension(photo));
            Directory.CreateDirectory(folder);
            var orders = Widths.Select(width => new RenditionOrder(new Recipe { Width = width, Format = ImageFormat.Png, Effort = 1 }, Path.Combine(folder, $"{width}.png")));
            var result = ImageRenderer.Render(new(photo, [.. orders], new Limits().MaxPixels, new Limits().MaxMemory, AllowTruncated: false));
            if (result.Problems is [var problem, ..])
                throw new InvalidOperationException(problem.Text);
            folders.Add(folder);
        }

        return folders;
    }

    private static bool IsWide(string photo)
    {
        using var image = Image.NewFromFile(photo);
        return image.Width >= Widths[^1];
    }

    private static List<Coder> Coders(Recipe usual, int width, string sharp)
    {
        // Several efforts are one method of libwebp, and JPEG has two ways.
        int[] efforts = usual.Format switch
        {
            ImageFormat.Jpeg => [6, 7],
            ImageFormat.WebP => [0, 1, 3, 4, 6, 7, 9],
            _ => [0, 1, 2, 3, 4, .. width == Widths[0] ? [5, 6] : Array.Empty<int>()],
        };
        var ours = efforts.Select(effort => Coder.Thumbs(usual with { Effort = effort }));
        return width < Widths[^1] ? [.. ours, .. Others(usual.Format, sharp)] : [.. ours];
    }

    private static IEnumerable<Coder> Others(ImageFormat format, string sharp) => format switch
    {
        ImageFormat.Jpeg => [Coder.Sharp(sharp, "jpeg", "{}"), Coder.Sharp(sharp, "jpeg", """{"mozjpeg":true}""")],
        ImageFormat.WebP => [Coder.Sharp(sharp, "webp", "{}"), .. new[] { "cwebp", "cwebp -m 6" }.Select(program => Coder.Shell(program, quality => $"-q {quality}"))],
        _ =>
        [
            .. new[] { "{}", """{"chromaSubsampling":"4:2:0","tune":"ssim"}""", """{"chromaSubsampling":"4:2:0","tune":"psnr"}""" }.Select(options => Coder.Sharp(sharp, "avif", options)),
            .. new[] { "avifenc", "avifenc -y 420", "avifenc -y 420 -s 5" }.Select(program => Coder.Shell(program, quality => $"-q {quality}")),
        ],
    };


    private static async Task<Sample[]> MeasureAsync(Coder coder, string png, int[] qualities)
    {
        var original = Raster.Decode(png);
        var samples = new Sample[qualities.Length];
        foreach (var (i, quality) in qualities.Index())
        {
            var (bytes, processor) = await coder.EncodeAsync(png, quality);
            using var image = Image.NewFromBuffer(bytes);
            var coded = Raster.Of(image);
            samples[i] = new(
                bytes.Length, processor.TotalMilliseconds / (coded.Width * coded.Height / 1e6),
                Likeness.LumaPsnr(original, coded), Likeness.Psnr(original, coded), -10 * Math.Log10(1 - Likeness.Ssim(original, coded)));
        }

        return samples;
    }

    private static MarkdownTable Table(IReadOnlyList<(Coder Coder, Sample[][] Samples)> results, int usual)
    {
        var table = new MarkdownTable("by", "ms/Mpx", "bytes", "PSNR, dB", "of RGB", "SSIM, dB", "at equal bytes: PSNR", "of RGB", "SSIM", "bytes at equal PSNR", "at equal SSIM");
        var reference = results[usual].Samples;
        foreach (var (coder, samples) in results)
        {
            var middle = samples.Select(picture => picture[picture.Length / 2]).ToArray();
            table.Add(
                coder.Name, Pairs.Median(middle.Select(sample => sample.Milliseconds)).ToString("N0"), middle.Sum(sample => sample.Bytes).ToString("N0"),
                middle.Average(sample => sample.Luma).ToString("F2"), middle.Average(sample => sample.Colours).ToString("F2"), middle.Average(sample => sample.Structure).ToString("F2"),
                Above(sample => sample.Luma), Above(sample => sample.Colours), Above(sample => sample.Structure),
                Bytes(sample => sample.Luma), Bytes(sample => sample.Structure));

            string Above(Func<Sample, double> quality) =>
                Mean(sample => (Math.Log(sample.Bytes), quality(sample))).ToString("+0.00;−0.00;0.00");

            string Bytes(Func<Sample, double> quality) =>
                (Math.Exp(Mean(sample => (quality(sample), Math.Log(sample.Bytes)))) - 1).ToString("+0.0 %;−0.0 %;0 %");

            double Mean(Func<Sample, (double, double)> point) => samples.Index()
                .Select(picture => Curve.Difference([.. picture.Item.Select(point)], [.. reference[picture.Index].Select(point)]))
                .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        }

        return table;
    }

    /// <param name="Bytes">Of the file.</param>
    /// <param name="Milliseconds">Of processor time for a megapixel.</param>
    /// <param name="Luma">The PSNR of the luma, in dB.</param>
    /// <param name="Colours">The PSNR of red, green and blue, in dB.</param>
    /// <param name="Structure">The SSIM, in dB below 1.</param>
    private sealed record Sample(int Bytes, double Milliseconds, double Luma, double Colours, double Structure);
}
