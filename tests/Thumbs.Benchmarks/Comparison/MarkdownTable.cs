using System.Text;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>A table in Markdown.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(params IReadOnlyList<string> headings)
    {
        Add(headings);
        Add([.. headings.Select(_ => "---")]);
    }

    public void Add(params IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public override string ToString() => _text.ToString();

    public static string Seconds(double seconds) => seconds.ToString(seconds < 1 ? "F3" : "F2");

    /// <summary>A goal beside what was measured against it.</summary>
    /// <param name="ratio">Measured.</param>
    /// <param name="most">The goal; <see langword="null"/> for none.</param>
    /// <returns>Cells: the ratio, the goal, whether it is met.</returns>
    public static IReadOnlyList<string> Judged(double ratio, double? most) =>
        [ratio.ToString("F2"), most is null ? "–" : $"≤ {most:F2}", most is null ? "" : Verdict(ratio <= most)];

    public static string Verdict(bool met) => met ? "met" : "**not met**";
}
