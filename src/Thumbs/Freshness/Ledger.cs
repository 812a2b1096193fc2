using Thumbs.Caching;
using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// The record of an output folder: what was made, of what, and how. One run at a time writes it.
/// Judging and recording are thread-safe.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly State _state;
    private readonly RenditionKeys _keys;
    private readonly FreshnessCheck _judge;
    private readonly RenditionReuse _copies;
    private readonly Placement _placement;
    private readonly FileOwners _owners;
    private readonly ContentCache? _cache;
    private readonly string _stampAtOpening;
    private readonly Lock _lock = new();
    private readonly List<RenditionRecord> _made = [];
    private Journal? _journal;

    private Ledger(State state, IReadOnlyList<State> donors, ContentCache? cache, RenditionKeys keys, DateTime started, string stamp, AbandonableReads reads,
        bool overwrite)
    {
        _state = state;
        _keys = keys;
        _judge = new(state, keys, started, reads);
        _cache = cache;
        _placement = new(state, overwrite);
        _owners = new(state.Comparer);
        _copies = new(state, [state, .. donors], cache, keys, reads, _placement, _owners);
        _stampAtOpening = stamp;
        IsEmpty = state.IsEmpty && donors.All(donor => donor.IsEmpty) && cache?.IsEmpty != false;
    }

    /// <summary>True where nothing was known at opening: everything has to be made.</summary>
    public bool IsEmpty { get; }

    /// <summary>True where the last run was killed. <see cref="Leftovers.Sweep"/> deletes its temporary files.</summary>
    public bool LastRunWasKilled { get; private init; }

    /// <summary>Warnings of the opening.</summary>
    public IReadOnlyList<Problem> Problems { get; private init; } = [];

    /// <summary>Reads the record of an output folder. Writes nothing.</summary>
    /// <param name="outputFolder">Absolute; need not exist.</param>
    /// <param name="versions">The versions that would make renditions now.</param>
    /// <param name="started">When this run began to look at the sources, UTC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="donors">See <see cref="Request.Donors"/>.</param>
    /// <param name="cache">Searched for renditions, and extended by what is made.</param>
    /// <param name="shard">See <see cref="Request.Shard"/>.</param>
    /// <param name="readLimit">The time that reading a source may take; that of a job where not given.</param>
    /// <param name="overwrite">See <see cref="Request.Overwrite"/>.</param>
    /// <exception cref="ThumbsException">Another run is writing there.</exception>
    public static Ledger Open(
        string outputFolder, EngineVersions versions, DateTime started, CancellationToken cancellation, IReadOnlyList<string>? donors = null,
        ContentCache? cache = null, Shard? shard = null, TimeSpan? readLimit = null,
        bool overwrite = false)
    {
        var problems = new List<Problem>();
        var book = new BookFiles(outputFolder, shard);
        var stamp = book.Stamp();
        var (state, isLeft) = FolderBooks.Read(book, problems, cancellation);
        var donorStates = new List<State>();
        foreach (var donor in donors ?? [])
            donorStates.Add(State.Load(new(donor), new(), problems: [], cancellation));
        return new(state, donorStates, cache, new(versions, EnginePlatform.Here()), started, stamp, new(readLimit ?? new Limits().Timeout), overwrite)
        {
            LastRunWasKilled = isLeft,
            Problems = problems,
        };
    }

    /// <summary>Has the files of different sources told apart from here on; see <see cref="OtherAt"/>.</summary>
    public void TellSourcesApart() => _owners.IsOn = true;

    /// <inheritdoc cref="FileOwners.OtherOf"/>
    public Source? OtherAt(Rendition rendition, string output, Source source) => _owners.OtherOf(rendition, output, source);

    /// <summary>Tells which renditions of a job are up to date.</summary>
    public Verdict Judge(Job job, CancellationToken cancellation)
    {
        var verdict = _judge.Of(job, cancellation);
        if (_owners.IsOn)
            _owners.Enter(job, verdict);
        return verdict;
    }

    /// <summary>
    /// Makes what is missing by copying from a source with the same bytes, as far as possible, and records it. The
    /// verdict that is returned says what is still missing. Not for a dry run.
    /// </summary>
    public async ValueTask<Verdict> ReuseAsync(Job job, Verdict verdict, CancellationToken cancellation)
    {
        if (verdict.IsFresh || IsEmpty)
            return verdict;
        Hold();
        try
        {
            var (after, copied, from) = await _copies.MakeAsync(job, verdict, cancellation);
            if (from is not null)
                Enter(job, from, copied);
            return after;
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not ReadAbandonedException)
        {
            // The source cannot be read: the worker will get the same error and report it.
            return verdict;
        }
    }

    /// <summary>The final path of a rendition; absolute.</summary>
    public string PathFor(Job job, MadeRendition made) =>
        _state.PathOf(OutputOf(job, made));

    /// <summary>The final name of a rendition, below the output folder, with <c>/</c>.</summary>
    public static string OutputOf(Job job, MadeRendition made) => LateName.Resolve(job.Renditions[made.Index].Output, made.Facts);

    /// <summary>Renames a finished rendition to its final path.</summary>
    /// <param name="temporary">Absolute, without links.</param>
    /// <param name="job">The job.</param>
    /// <param name="made">The rendition.</param>
    /// <param name="cancellation">Ends the waiting for a file that is open elsewhere.</param>
    /// <exception cref="IOException">It cannot be renamed; <see cref="ForeignFileException"/> where a file that is not ours stands there.</exception>
    public void Place(string temporary, Job job, MadeRendition made, CancellationToken cancellation) =>
        _placement.Put(temporary, OutputOf(job, made), made.Facts, cancellation);

    /// <summary>Where a file below the output folder lies; absolute.</summary>
    public string PathOf(string output) => _state.PathOf(output);

    /// <summary>Whether a file of a name may be written, as far as can be told before it is made.</summary>
    public bool MayPlace(string output, CancellationToken cancellation) =>
        LateName.TellsFilesApart(output) || _placement.MayReplace(output, facts: null, cancellation);

    /// <summary>Enters renditions of a dry run as if they were made, so that <see cref="Prune"/> tells what a run would delete. Nothing of it is saved.</summary>
    /// <param name="job">The job.</param>
    /// <param name="before">What is up to date.</param>
    /// <param name="foreseen">The others.</param>
    public void Foresee(Job job, Verdict before, IReadOnlyList<MadeRendition> foreseen)
    {
        var record = new SourceRecord
        {
            Source = _state.NameOf(job.Source),
            // Where they are not known, the source on record had other bytes.
            Facts = before.Facts ?? SourceFacts.Unknown,
            Renditions = [.. foreseen.Select(one => new RenditionRecord { Output = job.Renditions[one.Index].Output, Recipe = RenditionRecord.Obsolete, Facts = one.Facts })],
        };
        lock (_lock)
            _state.Put(_state.Find(job.Source) is { } known ? record.Over(known) : record);
    }

    /// <summary>The number of files that this run has made and that are not there any more.</summary>
    public int CountVanished() => _made.Select(rendition => _state.PathOf(rendition.Path)).Where(path => !File.Exists(path)).Distinct(_state.Comparer).Count();

    /// <summary>Whether the output folder was deleted or moved while this run had it.</summary>
    public bool HasLostFolder => _journal?.IsInPlace == false;

    /// <summary>Records renditions at their final paths, at once and durably: the record survives a kill. Also where others of the job failed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="before">What was up to date before.</param>
    /// <param name="facts">Of the source, as it was read.</param>
    /// <param name="made">The renditions made now.</param>
    /// <returns>What is up to date now.</returns>
    public Verdict Record(Job job, Verdict before, SourceFacts facts, IReadOnlyList<MadeRendition> made)
    {
        var fresh = before.Fresh.ToArray();
        var records = new List<RenditionRecord>(made.Count);
        foreach (var one in made)
        {
            var rendition = job.Renditions[one.Index];
            var path = PathFor(job, one);
            var key = _state.Keys.NumberOf(_keys.For(rendition.Recipe, facts));
            var record = new RenditionRecord
            {
                Output = rendition.Output,
                Recipe = key,
                Facts = one.Facts,
                Modified = File.GetLastWriteTimeUtc(path).Ticks,
            };
            records.Add(record);
            fresh[one.Index] = record.ToFile(path, rendition);
        }
        Enter(job, facts, records);
        _cache?.Keep(facts, records.ConvertAll(record => new KeptRendition(_state.Keys.KeyOf(record.Recipe)!, record.Facts, _state.PathOf(record.Path))));
        return Verdict.Of(job, facts, fresh);
    }

    /// <summary>Locks the output folder for this run. Recording does so by itself; a run does it before it makes anything.</summary>
    /// <exception cref="ThumbsException">Another run holds the lock, or did since this one read the state; or the folder cannot be written.</exception>
    public void Hold()
    {
        lock (_lock)
        {
            if (_journal is not null)
                return;
            _journal = Journal.Open(_state.Book, _state.Keys);
            try
            {
                FolderBooks.CheckFree(_state.Book);
                if (_state.Book.Stamp() != _stampAtOpening)
                    throw new ThumbsException(Diagnostic.OutputInUse.At(_state.OutputFolder, "Another run has just written to this output folder; run again"));
            }
            catch (ThumbsException)
            {
                _journal.Delete();
                _journal = null;
                throw;
            }
        }
    }

    /// <summary>Deletes renditions of ours whose sources are gone from the disk, or that the plan does not ask for.</summary>
    /// <param name="plan">The plan that was carried out; a shard deletes only its own files that the whole plan does not want.</param>
    /// <param name="request">Whether the folder serves it alone, and whether they are only listed.</param>
    /// <param name="problems">Receives an error for each that cannot be deleted.</param>
    /// <param name="cancellation">Ends the deleting, and the waiting for files that are open elsewhere.</param>
    /// <returns>The files deleted; absolute, in ordinal order.</returns>
    public IReadOnlyList<string> Prune(Plan plan, Request request, List<Problem> problems, CancellationToken cancellation)
    {
        var pruning = new Pruning(_state, plan, request, problems, cancellation);
        if (request.DryRun)
            return pruning.Candidates();
        Hold();
        return pruning.Delete();
    }

    /// <summary>Writes the state file if it would change, and deletes the journal.</summary>
    /// <exception cref="ThumbsException">It cannot be written; the journal stays.</exception>
    public void Save()
    {
        if (!_state.IsChanged && _journal is null && !LastRunWasKilled)
            return;
        Hold();
        if (HasLostFolder && File.Exists(_state.Book.Journal))
            return; // Another run has the folder that is there now.
        try
        {
            _state.Save();
            FolderBooks.DeleteAbsorbed(_state.Book);
            _journal!.Delete();
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(_state.Book.State, exception);
        }
    }

    /// <summary>Unlocks the output folder. Records that were not saved stay in the journal, for the next run.</summary>
    public void Dispose() => _journal?.Dispose();

    /// <summary>Adds the renditions of a source to its record.</summary>
    private void Enter(Job job, SourceFacts source, IReadOnlyList<RenditionRecord> made)
    {
        Hold();
        var name = _state.NameOf(job.Source);
        var modified = source.Bytes == job.Source.Length ? _judge.TrustedTime(job.Source) : 0;
        lock (_lock)
        {
            var record = new SourceRecord { Source = name, Modified = modified, Facts = source, Renditions = [.. made] };
            if (_state.Find(job.Source) is { } before)
                record = record.Over(before);
            _state.Put(record);
            _made.AddRange(made);
            try
            {
                _journal!.Append(record);
            }
            catch (Exception exception) when (WriteFailure.Is(exception))
            {
                throw WriteFailure.Of(_state.Book.Journal, exception);
            }
        }
    }
}
