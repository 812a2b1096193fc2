using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Freshness;

/// <summary>All the states and journals of one output folder, as seen by one run.</summary>
public static class FolderBooks
{
    /// <summary>
    /// Reads what any run has recorded of a folder. The run of a whole plan merges it, and finds out whether shards
    /// are running; a shard leaves the files of the others alone, which may be running too.
    /// </summary>
    /// <param name="book">Of this run.</param>
    /// <param name="problems">Receives a warning for each book that cannot be read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The state, and whether a run was killed whose files this run uses or merges.</returns>
    /// <exception cref="ThumbsException">Another run is writing that must not.</exception>
    public static (State State, bool IsLeft) Read(BookFiles book, List<Problem> problems, CancellationToken cancellation)
    {
        var keys = new KeyTable();
        if (BookFiles.WhyUnlisted(book.OutputFolder) is { } why)
            problems.Add(Diagnostic.StateUnreadable.At(BookFiles.FolderOfShards(book.OutputFolder), $"What shards have made is made again: {why}"));
        var (state, isLeft) = Read(book, keys, withJournal: true, problems, cancellation);
        State? beside = null;
        foreach (var other in book.Others())
        {
            // The journals of other shards are not opened: that could disturb them.
            var (known, wasKilled) = Read(other, keys, withJournal: !IsBeside(book, other), problems, cancellation);
            if (book.Shard is null)
                state.Absorb(known);
            else
                (beside ??= new(other, keys)).Absorb(known);
            isLeft |= wasKilled && book.Shard is null;
        }

        if (beside is not null)
            state.ReadBeside(beside);
        return (state, isLeft);
    }

    /// <summary>Makes sure that no conflicting run is active. To be called once this run's journal is open.</summary>
    /// <exception cref="ThumbsException">A conflicting run is active.</exception>
    public static void CheckFree(BookFiles book)
    {
        foreach (var other in book.Others().Where(other => !IsBeside(book, other)))
            Journal.CheckFree(other);
    }

    /// <summary>Deletes the files that were merged into those of the folder.</summary>
    public static void DeleteAbsorbed(BookFiles book)
    {
        var folder = BookFiles.FolderOfShards(book.OutputFolder);
        if (book.Shard is null && Directory.Exists(folder) && BookFiles.WhyUnlisted(book.OutputFolder) is null)
            Delete(folder, book.Others().ToList());
    }

    private static void Delete(string folder, List<BookFiles> books)
    {
        foreach (var book in books)
        {
            FileInUse.Delete(book.State, CancellationToken.None);
            FileInUse.Delete(book.Journal, CancellationToken.None);
        }

        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Something else is in it, or it is open in a file manager: it does no harm.
        }
    }

    /// <summary>Two shards may run at once.</summary>
    private static bool IsBeside(BookFiles book, BookFiles other) => book.Shard is not null && other.Shard is not null;

    private static (State State, bool HasJournal) Read(
        BookFiles book, KeyTable keys, bool withJournal, List<Problem> problems, CancellationToken cancellation)
    {
        var journal = withJournal ? Journal.Read(book, problems, cancellation) : null;
        var state = State.Load(book, keys, problems, cancellation);
        state.Replay(journal ?? []);
        return (state, journal is not null);
    }
}
