using Thumbs.Files;

namespace Thumbs.Build;

/// <summary>
/// The cores that a build's workers use, shared among all builds of one user on one machine: a locked file each. MSBuild grants
/// every project one core of its own, and a node that yields goes on to the next project, so that its grants alone sum up to
/// more workers than there are cores as soon as several projects build at once.
/// </summary>
internal sealed class CoreSlots : IDisposable
{
    /// <summary>No build holds all cores for so long; whoever does is not one.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

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
    /// <param name="waits">Is told what is waited for, when it takes long.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="folder">Where builds meet; one of the user's by default.</param>
    public static async Task<CoreSlots> HoldAsync(int granted, Action<string> waits, CancellationToken cancellation, string? folder = null)
    {
        folder ??= Path.Join(Path.GetTempPath(), $"thumbs-cores-{Environment.UserName}");
        try
        {
            PrivateFolder.Ensure(folder);
            var held = await FileLock.WaitAsync(
                () => Take(folder, granted), Limit, () => waits($"Waiting for a core, all of which other builds hold (files in {folder})"), cancellation);
            return new(held ?? [], held?.Count ?? 1);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // There is no folder that builds could share: the cores that MSBuild granted are used.
            return new([], granted);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _held)
            slot.Dispose();
    }

    /// <returns><see langword="null"/> where other builds have them all.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to another user.</exception>
    private static List<FileStream>? Take(string folder, int wanted)
    {
        var held = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(core => FileLock.TryTake(Path.Join(folder, $"{core}")))
            .OfType<FileStream>()
            .Take(wanted)
            .ToList();
        return held.Count > 0 ? held : null;
    }
}
