using System.Text;

namespace Thumbs.Build;

/// <summary>Names of files and folders as names in C#; docs/site.md has the rules.</summary>
internal static class Identifier
{
    /// <summary>The words of a name, each with a capital: <c>beach-2 wide</c> becomes <c>Beach2Wide</c>. Never a keyword, since none begins so.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length);
        var begins = true;
        foreach (var letter in name)
        {
            if (IsPart(letter))
            {
                // 1-2 is not 12.
                if (begins && text.Length > 0 && char.IsDigit(letter) && char.IsDigit(text[^1]))
                    text.Append('_');
                text.Append(begins ? char.ToUpperInvariant(letter) : letter);
            }

            begins = !IsPart(letter);
        }

        return text.Length > 0 && char.IsLetter(text[0]) ? text.ToString() : $"_{text}";
    }

    /// <summary>A namespace; letters that it cannot have become underscores.</summary>
    public static string Namespace(string name) => string.Join('.', name.Split('.').Select(part =>
    {
        var valid = string.Concat(part.Select(letter => IsPart(letter) ? letter : '_'));
        return valid.Length > 0 && char.IsLetter(valid[0]) ? valid : $"_{valid}";
    }));

    /// <summary>Letters, digits and the marks that combine with a letter; of Unicode's first plane, as the compiler has it.</summary>
    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
