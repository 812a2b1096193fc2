using Thumbs.Files;

namespace Thumbs.Build;

/// <summary>
/// The cores that a build's workers hold, among all builds of one user on one machine: a locked file each. MSBuild grants
/// every project one core of its own, and a node that yields goes on to the next project, so that its grants alone come to
/// more workers than there are cores as soon as several projects build at once.
/// </summary>
internal sealed class CoreSlots : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(25);

    private readonly IReadOnlyList<FileStream> _held;

    private CoreSlots(IReadOnlyList<FileStream> held, int count)
    {
        _held = held;
        Count = count;
    }

    /// <summary>How many workers may be started.</summary>
    public int Count { get; }

    /// <summary>Waits for a core, and takes as many more as are free.</summary>
    /// <param name="granted">By MSBuild; at least 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<CoreSlots> HoldAsync(int granted, CancellationToken cancellation)
    {
        var folder = Path.Join(Path.GetTempPath(), $"thumbs-cores-{Environment.UserName}");
        try
        {
            PrivateFolder.Ensure(folder);
            while (true)
            {
                var held = Take(folder, granted);
                if (held.Count > 0)
                    return new(held, held.Count);
                await Task.Delay(Retry, cancellation);
            }
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // There is no place where builds could meet: what MSBuild granted has to do.
            return new([], granted);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _held)
            slot.Dispose();
    }

    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    private static List<FileStream> Take(string folder, int wanted)
    {
        var held = new List<FileStream>();
        for (var core = 0; core < Environment.ProcessorCount && held.Count < wanted; core++)
        {
            try
            {
                held.Add(new FileStream(Path.Join(folder, $"{core}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                // Another build has it.
            }
        }

        return held;
    }
}
