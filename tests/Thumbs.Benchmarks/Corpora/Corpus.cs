namespace Thumbs.Benchmarks.Corpora;

/// <summary>A folder of JPEGs of one size, lying or standing.</summary>
/// <param name="Name">One letter.</param>
/// <param name="Count">Of files.</param>
/// <param name="Width">In px, of those that lie.</param>
/// <param name="Height">In px, of those that lie.</param>
internal sealed record Corpus(string Name, int Count, int Width, int Height)
{
    public static IReadOnlyList<Corpus> All { get; } =
    [
        new("A", 1000, 500, 375),
        new("B", 300, 1600, 1200),
        new("C", 100, 4000, 3000),
    ];

    public string Title => $"{Name}: {Count:N0} × {Width}×{Height}";
}
