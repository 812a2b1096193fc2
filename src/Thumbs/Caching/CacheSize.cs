using System.Globalization;
using System.Text;

using Thumbs.Files;

namespace Thumbs.Caching;

/// <summary>
/// Keeps a cache within its limit. The file <c>v1/size</c> holds its size: every run adds what it has added. The
/// cache is counted anew when that exceeds the limit, and once a day, since a run that was
/// killed adds nothing.
/// </summary>
/// <param name="folder">Of the cache; absolute.</param>
/// <param name="limit">In bytes.</param>
public sealed class CacheSize(string folder, long limit)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromDays(1);

    /// <summary>In bytes; a longer file is not ours.</summary>
    private const int MaxLength = 128;

    /// <summary>Adds what a run has added, and trims the cache where it has become too large.</summary>
    /// <param name="bytes">That were added.</param>
    public void Add(long bytes)
    {
        try
        {
            SpecialFile.Evict(Path.Join(folder, CacheLayout.Size));
            using var file = new FileStream(Path.Join(folder, CacheLayout.Size), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var (known, counted) = Read(file);
            var total = known + bytes;
            var now = DateTime.UtcNow;
            if (total > limit || (now - counted).Duration() > CountEvery)
            {
                var upkeep = new CacheUpkeep(folder);
                upkeep.Trim(limit);
                (total, counted) = (upkeep.Count().Bytes, now);
            }

            Write(file, total, counted);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Another run is trimming, or the file cannot be written: a later run will trim.
        }
    }

    /// <returns>Zero bytes, counted long ago, where the file does not tell.</returns>
    private static (long Bytes, DateTime Counted) Read(FileStream file)
    {
        if (file.Length > MaxLength)
            return default;
        using var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true);
        var words = reader.ReadToEnd().Split(' ');
        return words.Length == 2
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && DateTime.TryParse(words[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var counted)
                ? (bytes, counted)
                : default;
    }

    private static void Write(FileStream file, long bytes, DateTime counted)
    {
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes} {counted:O}")));
    }
}
