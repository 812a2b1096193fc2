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
    private static readonly string Digest = new('0', 64);

    public static void Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        Write(output, new(WorkerProtocol.Version, Fatal: null, Id: null, Result: null));
        while (input.ReadLine() is { } line)
        {
            var order = JsonSerializer.Deserialize(line, WorkerJson.Default.OrderImageJob)!;

            // Each order is done before the next line is read: there is none left to give back.
            if (order.Job is not null)
                Write(output, new(Protocol: null, Fatal: null, order.Id, Make(order.Job)));
        }
    }

    private static ImageResult Make(ImageJob job)
    {
        var made = new List<MadeRendition>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (job.Renditions[i].File is not { } file)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Create(file).Dispose();
            made.Add(new(i, Width: 128, Height: 96, Length: 0, Digest));
        }

        return new(new SourceFacts(ImageFormat.Jpeg, 4000, 3000, Pages: 1, Length: new FileInfo(job.Source).Length, Digest), made, []);
    }

    private static void Write(Stream output, Answer<ImageResult> answer)
    {
        JsonSerializer.Serialize(output, answer, WorkerJson.Default.AnswerImageResult);
        output.WriteByte((byte)'\n');
        output.Flush();
    }
}
