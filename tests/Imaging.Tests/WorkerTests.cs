using System.Diagnostics;
using System.Text;
using System.Text.Json;

using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Imaging.Tests;

/// <summary>A worker as a process of its own, through its protocol.</summary>
public sealed class WorkerTests : Workbench
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "dotnet-thumbs.dll"), "worker"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var (name, value) in WorkerEnvironment.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The next answer that ends a job.</summary>
    private static async Task<WireAnswer> Read(Process worker)
    {
        WireAnswer answer;
        do
            answer = await ReadLine(worker);
        while (answer.More);
        return answer;
    }

    private static async Task<WireAnswer> ReadLine(Process worker)
    {
        var line = await worker.StandardOutput.ReadLineAsync(Cancelled);
        Assert.NotNull(line);
        return JsonSerializer.Deserialize(line, WorkerJson.Default.WireAnswer)!;
    }

    private static Task Write(Process worker, params Order<ImageJob>[] orders) => worker.StandardInput.WriteAsync(
        string.Concat(orders.Select(order => JsonSerializer.Serialize(order, WorkerJson.Default.OrderImageJob) + "\n")).AsMemory(), Cancelled);

    private static async Task<int> End(Process worker)
    {
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(Cancelled);
        return worker.ExitCode;
    }

    private ImageJob PhotoJob()
    {
        using var chirp = TestImages.Chirp(800, 600);
        return Job(Save(chirp.JpegsaveBuffer()), Recipe(ImageFormat.Jpeg), Recipe(ImageFormat.WebP));
    }

    [Fact]
    public async Task It_greets_answers_every_order_and_ends_with_its_input()
    {
        using var worker = Start();
        var job = PhotoJob();

        Assert.Equal(new WireAnswer(WorkerProtocol.Version, Fatal: null, Id: null, Result: null), await Read(worker));
        await Write(worker, new(7, job), new(8, job with { Source = NewPath() }), new(9, job));
        WireAnswer[] answers = [await Read(worker), await Read(worker), await Read(worker)];

        Assert.Equal([7, 8, 9], answers.Select(answer => answer.Id));
        Assert.Equal(2, answers[0].Result!.Made.Count);
        Assert.Equal("THUMB0101", Assert.Single(answers[1].Result!.Problems).Code);
        Assert.Equal(answers[0].Result!.Made, answers[2].Result!.Made);
        Assert.Equal(0, await End(worker));
    }

    [Fact]
    public async Task It_tells_what_there_is_before_it_encodes_each_of_several_renditions()
    {
        using var worker = Start();
        var job = PhotoJob();
        _ = await Read(worker);

        await Write(worker, new(1, job), new(2, job with { Renditions = [job.Renditions[0]] }));
        WireAnswer[] lines = [await ReadLine(worker), await ReadLine(worker), await ReadLine(worker), await ReadLine(worker)];

        Assert.Equal([(1, true, 0), (1, true, 1), (1, false, 2), (2, false, 1)], lines.Select(line => (line.Id!.Value, line.More, line.Result!.Made.Count)));
        Assert.Equal(lines[1].Result!.At!.Concat(lines[1].Result!.Made.Select(made => made.Index)).Order(), [0, 1]);
        Assert.All(lines[1].Result!.Made, made => Assert.Equal(made.Bytes, new FileInfo(job.Renditions[made.Index].File!).Length));
        await End(worker);
    }

    [Fact]
    public async Task It_only_tells_sizes_where_these_are_asked_for()
    {
        using var worker = Start();
        var job = PhotoJob();
        _ = await Read(worker);

        await Write(worker, new(1, job with { SizesOnly = true, Placeholder = true }), new(2, job with { SizesOnly = true, Source = NewPath() }), new(3, job));
        WireAnswer[] answers = [await Read(worker), await Read(worker), await Read(worker)];

        Assert.Equal((null, 0), (answers[0].Result!.Source, answers[0].Result!.Made.Count));
        Assert.Equal(answers[2].Result!.Made.Select(made => new RenditionSize(made.Index, made.Width, made.Height)), answers[0].Result!.Sizes);
        Assert.Equal("THUMB0101", Assert.Single(answers[1].Result!.Problems).Code);
        await End(worker);
    }

    [Fact]
    public async Task It_makes_the_same_bytes_as_the_engine_does_here()
    {
        using var worker = Start();
        var job = PhotoJob();
        _ = await Read(worker);

        await Write(worker, new Order<ImageJob>(1, job));

        Assert.Equal(
            Render(job).Made.Select(made => new WireMade(made.Index, made.Facts.Width, made.Facts.Height, made.Facts.Bytes, made.Facts.Sha256.ToString())),
            (await Read(worker)).Result!.Made);
        await End(worker);
    }

    [Fact]
    public async Task A_revoked_job_that_has_not_begun_is_given_back_and_a_late_one_is_ignored()
    {
        using var worker = Start();
        var job = PhotoJob();
        var slow = job with { Renditions = [new RenditionOrder(Recipe(ImageFormat.Avif, 800, 800) with { Effort = 6 }, NewPath())] };
        _ = await Read(worker);

        // The first is slow enough for the others to arrive before it is done.
        await Write(worker, new(1, slow), new(2, job), new(3, job), new(2, null));
        WireAnswer[] answers = [await Read(worker), await Read(worker), await Read(worker)];

        // Given back at once, while the first is still being done.
        Assert.Equal([2, 1, 3], answers.Select(answer => answer.Id));
        Assert.Equal([true, false, false], answers.Select(answer => answer.Result is null));
        await Write(worker, new(3, null), new(4, job));
        Assert.Equal(4, (await Read(worker)).Id);
        Assert.Equal(0, await End(worker));
    }

    [Fact]
    public async Task The_end_of_its_input_ends_it_in_the_middle_of_an_image()
    {
        using var worker = Start();
        using var chirp = TestImages.Chirp(1600, 1200);
        var file = NewPath();
        // Minutes of work: the slowest encoder there is, at its slowest.
        var endless = Job(Save(chirp.PngsaveBuffer())) with { Renditions = [new RenditionOrder(Recipe(ImageFormat.Avif, 4000, 4000) with { Effort = 9, Enlarge = true }, file)], MaxMemory = 1L << 40 };
        _ = await Read(worker);
        var before = worker.TotalProcessorTime;
        await Write(worker, new Order<ImageJob>(1, endless));
        for (var waitBudget = Stopwatch.StartNew(); (worker.TotalProcessorTime - before).TotalMilliseconds < 200; worker.Refresh())
            Assert.True(waitBudget.Elapsed < TimeSpan.FromSeconds(30), "it has not begun");

        var clock = Stopwatch.StartNew();
        await End(worker);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"it took {clock.Elapsed}");
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task An_interrupt_of_the_terminal_does_not_end_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        using var worker = Start();
        _ = await Read(worker);

        using (var kill = Process.Start("kill", ["-INT", worker.Id.ToString()]))
            await kill.WaitForExitAsync(Cancelled);
        await Write(worker, new Order<ImageJob>(1, PhotoJob()));

        Assert.Equal(1, (await Read(worker)).Id);
        Assert.Equal(0, await End(worker));
    }
}
