using System.Text.Json;

using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>
/// An imaging worker that looks at no image: every file it is asked for is empty and said to be 128 × 96 px. What a run then
/// costs is the coordinator's.
/// </summary>
internal static class FakeImaging
{
    private static readonly string Sha256 = new('1', 64);

    /// <summary>Answers orders until the input ends.</summary>
    public static void Run(Func<ImageJob, WireResult> make) => Run((job, _) => make(job));

    /// <summary>Answers orders until the input ends.</summary>
    /// <param name="make">Makes the result, and may tell what there is of it before.</param>
    /// <param name="lines">What is written, all at once, in the place of a line; by default that line.</param>
    public static void Run(Func<ImageJob, Action<WireResult>, WireResult> make, Func<WireAnswer, WireAnswer[]>? lines = null)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        Write(output, new(WorkerProtocol.Version, Fatal: null, Id: null, Result: null));
        while (input.ReadLine() is { } line)
        {
            var order = JsonSerializer.Deserialize(line, WorkerJson.Default.OrderImageJob)!;

            // Each order is done before the next line is read: there is none left to give back.
            if (order.Job is not null)
                Tell(order.Id, make(order.Job, soFar => Tell(order.Id, soFar, more: true)), more: false);
        }

        void Tell(long id, WireResult result, bool more)
        {
            var answer = new WireAnswer(Protocol: null, Fatal: null, id, result, more);
            WriteAll(output, lines?.Invoke(answer) ?? [answer]);
        }
    }

    /// <param name="job">The order.</param>
    /// <param name="nonsense">The kind of invalid answer for every source whose name begins with <c>bad</c>: one of <see cref="Nonsense"/>'s names; <see langword="null"/> for none.</param>
    public static WireResult Make(ImageJob job, string? nonsense)
    {
        var result = Make(job);
        if (nonsense is null || !Path.GetFileName(job.Source).StartsWith("bad", StringComparison.Ordinal))
            return result;
        return job.SizesOnly ? Nonsense.OfSizes(nonsense, result) : Nonsense.Of(nonsense, result);
    }

    private static WireResult Make(ImageJob job)
    {
        if (job.SizesOnly)
            return WireResult.OfSizes(job, 4000, 3000);
        var made = new List<WireMade>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (job.Renditions[i].File is not { } file)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Create(file).Dispose();
            var size = Geometry.Of(4000, 3000, job.Renditions[i].Recipe);
            made.Add(new(i, size.Width, size.Height, Bytes: 0, Sha256));
        }

        return new(new WireSource("jpeg", 4000, 3000, Pages: 1, Bytes: new FileInfo(job.Source).Length, Sha256), made, []);
    }

    public static void Write(Stream output, WireAnswer answer) => WriteAll(output, [answer]);

    private static void WriteAll(Stream output, WireAnswer[] answers)
    {
        using var lines = new MemoryStream();
        foreach (var answer in answers)
        {
            JsonSerializer.Serialize(lines, answer, WorkerJson.Default.WireAnswer);
            lines.WriteByte((byte)'\n');
        }

        lines.WriteTo(output);
        output.Flush();
    }
}
