using System.Text.RegularExpressions;
using System.Xml;

using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>A glob that a project includes, and where.</summary>
internal sealed class IncludedGlob(string text, int line)
{
    public string Text { get; } = text;

    /// <summary>In the project file, from 1.</summary>
    public int Line { get; } = line;
}

/// <summary>
/// The globs of the GenerateThumbnails items that a project file itself includes. MSBuild drops one that matches nothing without a word, so they
/// are read from its text: those without properties, conditions and other items, whose meaning depends on nothing else.
/// </summary>
/// <param name="project">Absolute.</param>
internal sealed class IncludedGlobs(string project)
{
    /// <summary>For hostile text; a glob takes microseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Those that stand for none of the items.</summary>
    public IEnumerable<IncludedGlob> WithoutMatch(ITaskItem[] items)
    {
        var folder = Path.GetDirectoryName(project)!;
        List<string>? paths = null;
        foreach (var glob in All())
        {
            paths ??= [.. items.Select(item => Slashes(Path.GetFullPath(Path.Combine(folder, item.ItemSpec))))];
            var pattern = PatternOf(Slashes(Path.Combine(folder, glob.Text)));
            if (!paths.Exists(path => Regex.IsMatch(path, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)))
                yield return glob;
        }
    }

    private List<IncludedGlob> All()
    {
        var globs = new List<IncludedGlob>();
        try
        {
            using var reader = XmlReader.Create(project, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "GenerateThumbnails" } && reader.GetAttribute("Include") is { } include
                    && reader.GetAttribute("Condition") is null && reader.GetAttribute("Exclude") is null && include.IndexOfAny(['$', '@', '%']) < 0)
                {
                    globs.AddRange(include.Split(';').Select(one => one.Trim()).Where(one => one.IndexOf('*') >= 0 && one.IndexOf("..", StringComparison.Ordinal) < 0)
                        .Select(one => new IncludedGlob(one, ((IXmlLineInfo)reader).LineNumber)));
                }
            }
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // MSBuild has read it; where it cannot be read again, there is no warning.
        }

        return globs;
    }

    private static string PatternOf(string glob) => "^" + Regex.Escape(glob)
        .Replace(@"\*\*/", "(?:.*/)?")
        .Replace(@"\*\*", ".*")
        .Replace(@"\*", "[^/]*")
        .Replace(@"\?", "[^/]") + "$";

    private static string Slashes(string path) => path.Replace('\\', '/');
}
