namespace Thumbs.Benchmarks.Comparison;

/// <summary>How a comparison is carried out.</summary>
internal sealed record CompareOptions
{
    /// <summary>Where the tables go; <see langword="null"/> for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Photographs to cut the corpora from; <see langword="null"/> for made-up scenes, where none lie beside the checkout.</summary>
    public string? Photos { get; init; } = Checkout.Photos;

    /// <summary>For the corpora, which are kept, and everything that is installed and made.</summary>
    public string Work { get; init; } = Path.Combine(Checkout.Root, "artifacts", "benchmark");

    /// <summary>The pairs of runs that a figure is the median of.</summary>
    public int Rounds { get; init; } = 11;

    /// <summary>Whether the program is only tried, over a tenth of the corpora.</summary>
    public bool Quick { get; init; }

    /// <summary>The parts to measure; all of them where there are none.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    public bool Includes(string part) => Parts.Count == 0 || Parts.Contains(part, StringComparer.Ordinal);

    /// <returns><see langword="null"/> where an argument is not understood.</returns>
    public static CompareOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CompareOptions();
        while (arguments is [var name, .. var rest])
        {
            if (name == "--quick")
            {
                options = options with { Quick = true, Rounds = 3 };
                arguments = rest;
                continue;
            }

            if (rest is not [var value, .. var others] || options.With(name, value) is not { } next)
                return null;
            options = next;
            arguments = others;
        }

        return options;
    }

    private CompareOptions? With(string name, string value) => name switch
    {
        "--output" => this with { Output = Path.GetFullPath(value) },
        "--photos" => this with { Photos = Path.GetFullPath(value) },
        "--work" => this with { Work = Path.GetFullPath(value) },
        "--rounds" when int.TryParse(value, out var rounds) && rounds > 0 => this with { Rounds = rounds },
        "--only" => this with { Parts = value.Split(',') },
        _ => null,
    };
}
