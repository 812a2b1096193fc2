using System.Globalization;

namespace Thumbs.Tasks;

/// <summary>Recognises names that are nearly those of options: MSBuild takes any name, and says nothing.</summary>
/// <param name="known">The right names.</param>
internal sealed class MisspeltNames(string[] known)
{
    /// <summary>From this length on, in letters, two wrong ones are allowed instead of one.</summary>
    private const int Long = 7;

    private readonly Dictionary<string, string?> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name that was probably meant; <see langword="null"/> where it is right, or none is near.</summary>
    public string? MeantBy(string name)
    {
        if (!_seen.TryGetValue(name, out var meant))
            _seen[name] = meant = known.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : Array.Find(known, candidate => AreNear(name, candidate));
        return meant;
    }

    private static bool AreNear(string name, string candidate) =>
        Math.Min(name.Length, candidate.Length) > 3
        && Errors(name.ToLower(CultureInfo.InvariantCulture), candidate.ToLower(CultureInfo.InvariantCulture)) <= (candidate.Length < Long ? 1 : 2);

    /// <summary>Letters inserted, deleted, replaced, or swapped with their neighbour: the optimal string alignment distance.</summary>
    private static int Errors(string left, string right)
    {
        var rows = new int[left.Length + 1][];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i] = new int[right.Length + 1];
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i][j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }

        return rows[left.Length][right.Length];
    }
}
