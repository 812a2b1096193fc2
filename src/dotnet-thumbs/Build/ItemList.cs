using System.Globalization;
using System.Text;

using Thumbs.Engine;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Build;

/// <summary>
/// Writes the list of renditions that every build makes its items from, also one that runs no engine. Its lines:
/// the version; <c>set</c> with the metadata to carry over, names and values in turn; a rendition, with the index of its set.
/// </summary>
internal static class ItemList
{
    private const string Header = "thumbs 1";

    /// <param name="request">The request of the build.</param>
    /// <param name="outcomes">Of all its sources, in any order.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static Task WriteAsync(BuildRequest request, IEnumerable<Outcome> outcomes, CancellationToken cancellation)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var set in request.Sets)
            text.Append(TabbedLine.Of(set.Carry.SelectMany(pair => new[] { pair.Key, pair.Value }).Prepend("set"))).Append('\n');
        foreach (var outcome in outcomes.OrderBy(outcome => outcome.Source.Path, StringComparer.Ordinal))
        {
            foreach (var file in outcome.Renditions)
                text.Append(Line(request, outcome.Source, file)).Append('\n');
        }
        return StableFile.WriteAsync(request.ItemList, Encoding.UTF8.GetBytes(text.ToString()), cancellation);
    }

    private static string Line(BuildRequest request, Source source, RenditionFile file)
    {
        var path = Path.GetRelativePath(request.OutputFolder, file.Path);
        return TabbedLine.Of(
            Text(file.Set),
            Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/'),
            Text(file.Facts.Bytes),
            Text(File.GetLastWriteTimeUtc(file.Path).Ticks),
            source.Path,
            Text(file.Facts.Width),
            Text(file.Facts.Height),
            file.Format.Name(),
            file.Format.MediaType());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
