namespace Thumbs.Freshness;

/// <summary>The keys of renditions by number: a hundred thousand renditions share a few. Thread-safe.</summary>
public sealed class KeyTable
{
    private readonly Lock _lock = new();
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a key, which is added where it is new.</summary>
    public int NumberOf(string key)
    {
        lock (_lock)
        {
            if (!_numbers.TryGetValue(key, out var number))
            {
                number = _keys.Count;
                _keys.Add(key);
                _numbers.Add(key, number);
            }
            return number;
        }
    }

    /// <summary>The key of a number, or <see langword="null"/> where there is none.</summary>
    public string? KeyOf(int number)
    {
        lock (_lock)
            return number >= 0 && number < _keys.Count ? _keys[number] : null;
    }

    /// <summary>Whether a number is that of a key.</summary>
    public bool Matches(int number, string key) => string.Equals(KeyOf(number), key, StringComparison.Ordinal);
}
