namespace Thumbs.Benchmarks.Codecs;

/// <summary>Curves through few measured points, compared as by Bjøntegaard (VCEG-M33): polynomials through all of them.</summary>
internal static class Curve
{
    private const int Steps = 100;

    /// <summary>How much one curve lies above another, as the mean over the range that both have; NaN where there is none.</summary>
    public static double Difference(IReadOnlyList<(double X, double Y)> one, IReadOnlyList<(double X, double Y)> other)
    {
        var from = Math.Max(one.Min(point => point.X), other.Min(point => point.X));
        var to = Math.Min(one.Max(point => point.X), other.Max(point => point.X));
        return from < to
            ? Enumerable.Range(0, Steps + 1).Select(step => from + ((to - from) * step / Steps)).Average(x => At(one, x) - At(other, x))
            : double.NaN;
    }

    /// <summary>Lagrange's polynomial.</summary>
    private static double At(IReadOnlyList<(double X, double Y)> curve, double x) =>
        curve.Sum(point => curve.Where(other => other != point).Aggregate(point.Y, (product, other) => product * (x - other.X) / (point.X - other.X)));
}
