using System.Diagnostics;

using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>Carries out the deed of a job.</summary>
internal static class Deeds
{
    private static byte[]? held;

    public static async Task DoAsync(Order<FakeJob> order, FakeWire wire)
    {
        var job = order.Job!;
        if (job.StandardError is not null)
            await Console.Error.WriteLineAsync(job.StandardError);
        if (job.OutputFile is not null)
            await File.WriteAllTextAsync(job.OutputFile, job.Text);
        if (job.WaitForFile is not null)
            await Conditions.FileExistsAsync(job.WaitForFile);
        switch (await DeedOfAsync(job))
        {
            case Deed.Answer:
                wire.Answer(order.Id, job.Text);
                break;
            case Deed.Exit:
                Environment.Exit(job.ExitCode);
                break;
            case Deed.Abort:
                Environment.FailFast("as told");
                break;
            case Deed.Kill:
                Process.GetCurrentProcess().Kill();
                await Conditions.ForeverAsync();
                break;
            case Deed.Hang:
                await Conditions.ForeverAsync();
                break;
            case Deed.HangWithChild:
                using (var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Deeds).Assembly.Location, "deaf"]))!)
                    await File.WriteAllTextAsync(job.OutputFile!, $"{child.Id}");
                await Conditions.ForeverAsync();
                break;
            case Deed.HangWithOrphan:
                using (var shell = Process.Start("sh", ["-c", "sleep 60 & echo $! > \"$0\"", job.OutputFile!]))
                    await shell.WaitForExitAsync();
                await Conditions.ForeverAsync();
                break;
            case Deed.Allocate:
                held = GC.AllocateUninitializedArray<byte>(job.Bytes);
                Array.Fill(held, (byte)1);
                await Conditions.ForeverAsync();
                break;
            case Deed.Garbage:
                wire.WriteRaw("libfoo: a message that belongs elsewhere\n");
                break;
            case Deed.AnswerAnother:
                wire.Answer(order.Id + 1_000_000, job.Text);
                break;
            case Deed.Unfit:
                wire.Answer(order.Id, FakeResult.Unfit);
                break;
            case Deed.HalfAnswer:
                wire.WriteRaw($"{{\"id\":{order.Id},\"result\":{{\"text\":\"");
                Environment.Exit(0);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(order), job.Deed, message: null);
        }
    }

    private static async Task<Deed> DeedOfAsync(FakeJob job)
    {
        if (job.OnceFile is null)
            return job.Deed;
        if (File.Exists(job.OnceFile))
            return Deed.Answer;
        await File.WriteAllTextAsync(job.OnceFile, "");
        return job.Deed;
    }
}
