using System.Text.RegularExpressions;

using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>Warns of pictures in pages and views that have no alternative text. Of those in components the compiler does.</summary>
[MSBuildMultiThreadableTask]
public sealed class WarnOfMissingAlt : Microsoft.Build.Utilities.Task
{
    private const string Code = "THUMB0408";

    /// <summary>For hostile text; a page takes microseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Regex Comment = new(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline, Patience);

    private static readonly Regex Picture = new("""<picture\b(?<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>""", RegexOptions.IgnoreCase, Patience);

    private static readonly Regex Value = new("\"[^\"]*\"|'[^']*'", RegexOptions.None, Patience);

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The pages.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (var file in Files.Select(item => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Project)!, item.ItemSpec))).Where(File.Exists))
        {
            foreach (var line in LinesIn(File.ReadAllText(file)))
            {
                Log.LogWarning(
                    subcategory: null, Code, helpKeyword: null, Help.LinkTo(Code), file, line, 0, 0, 0,
                    "The picture has no alt: say what is to be seen in it, or alt=\"\" where it is decoration");
            }
        }

        return !Log.HasLoggedErrors;
    }

    private static IEnumerable<int> LinesIn(string page)
    {
        // A comment leaves its lines, so that those after it keep their numbers.
        var text = Comment.Replace(page, comment => new string('\n', comment.Value.Count(letter => letter == '\n')));
        foreach (Match picture in Picture.Matches(text))
        {
            var names = Value.Replace(picture.Groups["attributes"].Value, "");
            if (Has(names, "of") && !Has(names, "alt"))
                yield return text.Take(picture.Index).Count(letter => letter == '\n') + 1;
        }
    }

    private static bool Has(string attributes, string name) => Regex.IsMatch(attributes, $@"(?:^|\s){name}\s*=", RegexOptions.IgnoreCase, Patience);
}
