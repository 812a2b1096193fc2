namespace Thumbs.Freshness;

/// <summary>The records of a state by the sizes of their sources, as they were when it was made.</summary>
/// <remarks>A sorted array: a lookup takes a hundred bytes for each size, and most photos have one of their own.</remarks>
public sealed class RecordsBySize
{
    private readonly SourceRecord[] _records;

    public RecordsBySize(State state)
    {
        State = state;
        _records = [.. state.Records];
        Array.Sort(_records, (a, b) => a.Facts.Bytes.CompareTo(b.Facts.Bytes));
    }

    public State State { get; }

    /// <param name="bytes">The size of a source.</param>
    public IEnumerable<SourceRecord> Of(long bytes)
    {
        for (var i = FirstOf(bytes); i < _records.Length && _records[i].Facts.Bytes == bytes; i++)
            yield return _records[i];
    }

    private int FirstOf(long bytes)
    {
        var (low, high) = (0, _records.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_records[middle].Facts.Bytes < bytes)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
