using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>A template such as <c>{dir}/{name}-{width}.{ext}</c>, from which the outputs' names are made.</summary>
public sealed class NameTemplate
{
    private static readonly string[] Known = ["dir", "name", "ext", "source-ext", "width", "height", "format", "hash"];

    private readonly List<Part> _parts = [];

    /// <exception cref="ThumbsException">A placeholder is not known, a character is not allowed, or the template leads out of the output folder.</exception>
    public NameTemplate(string template)
    {
        if (OperatingSystem.IsWindows())
            template = template.Replace('\\', '/');
        Check(template);
        var rest = template.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('{');
            var literal = open < 0 ? rest : rest[..open];
            if (!literal.IsEmpty)
                _parts.Add(new(literal.ToString(), IsPlaceholder: false));
            rest = rest[literal.Length..];
            if (rest.IsEmpty)
                break;
            var close = rest.IndexOf('}');
            if (close < 0)
                throw Wrong(template, $"the {{ of \"{rest}\" is never closed");
            var word = rest[1..close].ToString();
            if (!Known.Contains(word))
                throw Wrong(template, $"{{{word}}} is not known; use {string.Join(", ", Known.Select(word => $"{{{word}}}"))}");
            _parts.Add(new(word, IsPlaceholder: true));
            rest = rest[(close + 1)..];
        }
    }

    public bool HasHash => _parts.Exists(part => part is { IsPlaceholder: true, Text: "hash" });

    /// <summary>
    /// Whether the digits of a side may stand beside others. Then names that differ as they are planned may be one in the end:
    /// <c>a1</c> at 20 px and <c>a</c> at 120 px.
    /// </summary>
    public bool JoinsDigits
    {
        get
        {
            for (var i = 0; i < _parts.Count; i++)
            {
                if (_parts[i] is { IsPlaceholder: true, Text: "width" or "height" }
                    && ((i > 0 && MayBeDigit(_parts[i - 1], _parts[i - 1].Text[^1])) || (i + 1 < _parts.Count && MayBeDigit(_parts[i + 1], _parts[i + 1].Text[0]))))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The template for options that name none.</summary>
    public static NameTemplate For(RenditionOptions options)
    {
        if (options.NameTemplate is { } given)
            return new(given);
        if (options.Boxes.Distinct().Count() == 1)
            return new("{dir}/{name}.{ext}");
        return options.IsOneShape
            ? new("{dir}/{name}-{width}.{ext}")
            : new("{dir}/{name}-{width}x{height}.{ext}");
    }

    /// <summary>The name of one rendition; see <see cref="Rendition.Output"/>.</summary>
    public string NameFor(FoundFile file, NamedRecipe recipe)
    {
        if (recipe.FileName is { } fixedName)
            return file.Folder.Length == 0 ? fixedName : $"{LateName.Guarded(file.Folder)}/{fixedName}";
        var texts = new string[_parts.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = _parts[i].IsPlaceholder ? ValueOf(_parts[i].Text, file, recipe) : _parts[i].Text;
        // An empty {dir} leaves a slash where there is no folder.
        var output = string.Concat(texts).TrimStart('/').Replace("//", "/", StringComparison.Ordinal);
        return FormatNames.IsImageName(output, FormatSet.OfPackage) && FormatNames.ByName(output) != recipe.Recipe.Format
            ? throw new ThumbsException(Diagnostic.WrongOption.At(file.Source.Name,
                $"It would be written to {output}, a name that is not one of {recipe.Recipe.Format.Name()}; let the name template end in .{{ext}}"))
            : output;
    }

    private static string ValueOf(string placeholder, FoundFile file, NamedRecipe recipe) => placeholder switch
    {
        "dir" => LateName.Guarded(file.Folder),
        "name" => LateName.Guarded(Path.GetFileNameWithoutExtension(file.Source.FileName)),
        "ext" => ExtensionOf(file.Source.FileName, recipe),
        "source-ext" => LateName.Guarded(Path.GetExtension(file.Source.FileName).TrimStart('.')),
        "width" => LateName.WidthOf(recipe.Recipe),
        "height" => LateName.HeightOf(recipe.Recipe),
        "format" => recipe.Recipe.Format.Name(),
        _ => LateName.Hash,
    };

    private static string ExtensionOf(string fileName, NamedRecipe recipe)
    {
        var own = Path.GetExtension(fileName.AsSpan());
        return recipe.KeepsExtension && FormatNames.ByName(own) == recipe.Recipe.Format
            ? own[1..].ToString()
            : recipe.Recipe.Format.Extension();
    }

    private static bool MayBeDigit(Part part, char letter) => part.IsPlaceholder || char.IsAsciiDigit(letter);

    private static void Check(string template)
    {
        if (template.Length == 0 || template.EndsWith('/'))
            throw Wrong(template, "it names a folder and no file");
        if (template.StartsWith('/') || Path.IsPathRooted(template) || template.Split('/').Contains(".."))
            throw new ThumbsException(Diagnostic.OutsideOutput.At(path: null, $"The name template {template} leads out of the output folder"));
        var invalid = template.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars().Where(letter => letter != '/').ToArray());
        if (invalid >= 0)
            throw Wrong(template, $"'{template[invalid]}' is not allowed in a file name");
    }

    private static ThumbsException Wrong(string template, string why) =>
        new(Diagnostic.WrongOption.At(path: null, $"Wrong name template \"{template}\": {why}"));

    private sealed record Part(string Text, bool IsPlaceholder);
}
