using System.Globalization;

using NetVips;

using Thumbs.Benchmarks.Comparison;
using Thumbs.Images;
using Thumbs.Imaging.Writing;

namespace Thumbs.Benchmarks.Codecs;

/// <summary>A way to compress a picture.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="EncodeAsync">Compresses a picture, given as the path of a PNG, with a quality on the scale of libvips.</param>
internal sealed record Coder(string Name, Func<string, int, Task<Encoded>> EncodeAsync)
{
    /// <summary>The encoder of the tool, in this process.</summary>
    /// <param name="recipe">All but the quality.</param>
    public static Coder Thumbs(Recipe recipe) => new($"Thumbs, effort {recipe.Effort}", (png, quality) =>
    {
        using var file = Image.NewFromFile(png);
        using var picture = file.CopyMemory();
        var before = Environment.CpuUsage.TotalTime;
        var bytes = Encoder.Encode(picture, recipe with { Quality = quality });
        return Task.FromResult(new Encoded(bytes, Environment.CpuUsage.TotalTime - before));
    });

    /// <summary>sharp, with the processor time that it says.</summary>
    /// <param name="folder">Where it is installed.</param>
    /// <param name="format">By its own name.</param>
    /// <param name="options">JSON, beside the quality.</param>
    public static Coder Sharp(string folder, string format, string options) => new(
        options == "{}" ? "sharp" : $"sharp {options}",
        (png, quality) => ReadAsync(png, output => new("node", Path.Combine(Checkout.Peers, "sharp-codec.js"), png, output, format, Text(quality), options)
        {
            Environment = new Dictionary<string, string> { ["NODE_PATH"] = Path.Combine(folder, "node_modules") },
        }));

    /// <summary>A command of the shell, with the processor time of its process: start and decoding of the PNG included.</summary>
    /// <param name="program">With its options.</param>
    /// <param name="ofQuality">The options that stand for a quality.</param>
    public static Coder Shell(string program, Func<int, string> ofQuality) => new(
        program,
        (png, quality) => ReadAsync(png, output => new("bash", "-c", $"TIMEFORMAT='%U %S'; {{ time {program} {ofQuality(quality)} '{png}' -o '{output}' > /dev/null 2>&1; }} 2>&1")));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<Encoded> ReadAsync(string png, Func<string, Command> command)
    {
        var output = Path.ChangeExtension(png, ".coded");
        File.Delete(output);
        var seconds = (await command(output).OutputAsync()).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Sum(double.Parse);
        return new(await File.ReadAllBytesAsync(output), TimeSpan.FromSeconds(seconds));
    }
}

/// <summary>A compressed picture.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="Processor">The processor time that it took.</param>
internal sealed record Encoded(byte[] Bytes, TimeSpan Processor);
