using Thumbs.Diagnostics;

namespace Thumbs.Planning;

/// <summary>The folder below which the folders of several inputs are kept: lists and folders of equal names stay apart.</summary>
/// <param name="folder">Absolute.</param>
/// <param name="baseOption">What the user calls the option for it.</param>
public sealed class InputBase(string folder, string baseOption)
{
    /// <param name="request">May name it.</param>
    /// <param name="roots">Of the inputs.</param>
    /// <returns><see langword="null"/> where each file's folder below its own root is kept: there is one root, or they have no folder in common.</returns>
    public static InputBase? Of(Request request, IReadOnlySet<string> roots)
    {
        var folder = request.SourceBase ?? (roots.Count > 1 ? CommonFolder.Of(roots) : "");
        return folder.Length == 0 ? null : new(Path.TrimEndingDirectorySeparator(folder), request.Spell(OptionName.Base));
    }

    /// <summary>A file with its folder below the base.</summary>
    /// <exception cref="ThumbsException">It does not lie there.</exception>
    public FoundFile Rooted(FoundFile file)
    {
        var own = Path.TrimEndingDirectorySeparator(file.Source.Folder.Path);
        return CommonFolder.Holds(folder, own)
            ? file with { Folder = CommonFolder.Below(folder, own) }
            : throw new ThumbsException(Diagnostic.WrongOption.At(file.Source.Name, $"It does not lie below {folder}, the folder of {baseOption}"));
    }
}
