using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Thumbs.Imaging.Resizing;

/// <summary>The px of a line that make each px of a shorter one, and their weights: Lanczos with three lobes.</summary>
/// <remarks>
/// The weights are whole numbers, so that sums of their products are exact in single precision, in whatever order and with
/// whatever instructions they are computed: every machine makes the same bytes.
/// </remarks>
public sealed class LanczosWindows
{
    /// <summary>The sum of the weights of one window.</summary>
    public const int One = 1 << 12;

    private const int Lobes = 3;

    private readonly int[] _starts;
    private readonly float[] _weights;

    private LanczosWindows(int windows, int count)
    {
        _starts = new int[windows];
        _weights = new float[windows * count];
        Count = count;
    }

    /// <summary>The px of every window.</summary>
    public int Count { get; }

    /// <param name="length">Of the line, in px.</param>
    /// <param name="extent">How much of it is the picture, in px.</param>
    /// <param name="reduced">Of the shorter line, in px.</param>
    public static LanczosWindows Of(int length, double extent, int reduced)
    {
        Debug.Assert(reduced <= length);
        var factor = extent / reduced;
        var windows = new LanczosWindows(reduced, Math.Min(length, (int)Math.Ceiling(2 * Lobes * factor) + 1));
        for (var window = 0; window < reduced; window++)
            windows.Fill(window, length, ((window + 0.5) * factor) - 0.5, factor);
        return windows;
    }

    /// <summary>The first px of a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Start(int window) => _starts[window];

    public ReadOnlySpan<float> Weights(int window) => new(_weights, window * Count, Count);

    /// <summary>Beyond its ends, a line is continued with its first and last px.</summary>
    private void Fill(int window, int length, double centre, double factor)
    {
        var first = (int)Math.Ceiling(centre - (Lobes * factor));
        var last = (int)Math.Floor(centre + (Lobes * factor));
        var start = Math.Clamp(first, 0, length - Count);
        Span<double> weights = stackalloc double[Count];
        weights.Clear();

        // With a = πx/3, sin(πx) = sin a (3 - 4 sin² a): one sine is enough, and the next one follows from it by rotation.
        var (sine, cosine) = Math.SinCos(Math.PI * (first - centre) / (Lobes * factor));
        var (turnSine, turnCosine) = Math.SinCos(Math.PI / (Lobes * factor));
        for (var px = first; px <= last; px++)
        {
            var x = Math.PI * (px - centre) / factor;
            weights[Math.Clamp(px, 0, length - 1) - start] += Math.Abs(x) < 1e-6 ? 1 : Lobes * sine * sine * (3 - (4 * sine * sine)) / (x * x);
            (sine, cosine) = ((sine * turnCosine) + (cosine * turnSine), (cosine * turnCosine) - (sine * turnSine));
        }

        _starts[window] = start;
        Round(weights, new Span<float>(_weights, window * Count, Count));
    }

    /// <summary>Rounds to whole numbers. The remainder is added to the largest weight, where it matters least.</summary>
    private static void Round(ReadOnlySpan<double> exact, Span<float> weights)
    {
        double sum = 0;
        foreach (var weight in exact)
            sum += weight;
        var (rest, heaviest) = (One, 0);
        for (var i = 0; i < exact.Length; i++)
        {
            var rounded = (int)Math.Round(exact[i] * One / sum);
            weights[i] = rounded;
            rest -= rounded;
            if (weights[i] > weights[heaviest])
                heaviest = i;
        }

        weights[heaviest] += rest;
    }
}
