using Thumbs.Build;
using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Cli.Tests;

/// <summary>The waits of builds that run side by side have an end, and say what they are for.</summary>
public sealed class BuildLockTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-locks-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_place_where_no_lock_can_be_made_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a folder in which nobody can make a file, not even root.");

        using var cores = await CoreSlots.HoldAsync(3, _ => { }, Cancellation, "/proc/self").WaitAsync(Patience, Cancellation);
        var exception = await Assert.ThrowsAsync<ThumbsException>(
            () => FolderRegister.HoldAsync("/proc/self/register", _folder, _ => { }, Cancellation).WaitAsync(Patience, Cancellation));

        Assert.Equal(3, cores.Count);
        Assert.Equal(Diagnostic.CannotWrite, exception.Problem.Diagnostic);
    }

    [Fact]
    public async Task What_is_waited_for_is_told_once_and_cancellation_ends_it()
    {
        using var held = FileLock.TryTake(At("register"));
        using var cancelled = new CancellationTokenSource();
        var told = new List<string>();

        var waiting = FolderRegister.HoldAsync(At("register"), _folder, told.Add, cancelled.Token);
        await Eventually.TrueAsync(() => told.Count > 0);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Contains(At("register"), Assert.Single(told), StringComparison.Ordinal);
    }

    private string At(string name) => Path.Join(_folder, name);
}
