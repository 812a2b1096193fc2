using Thumbs.Planning;

namespace Thumbs.Parameters;

/// <summary>The groups of the help, in order.</summary>
public enum OptionGroup
{
    Files,
    Size,
    Format,
    Picture,
    Limits,
    Run,
    Output,
}

/// <summary>The kind of value that an option takes.</summary>
public enum OptionShape
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>A list; where the option is given twice on a command line, the lists are joined.</summary>
    List,

    /// <summary>Nothing, <c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>Nothing, or a list of what it is switched on for.</summary>
    SwitchOrList,
}

/// <summary>The value of an option as text.</summary>
/// <param name="Text">As <see cref="Setting.Text"/>.</param>
/// <param name="Folder">The folder that a relative path in it is resolved against; absolute.</param>
public sealed record OptionText(string Text, string Folder);

/// <summary>
/// One option of the command line, <c>thumbs.json</c> and builds. The table of them all is
/// <see cref="Options"/>.
/// </summary>
/// <param name="Name">The long name without dashes, also the name in <c>thumbs.json</c>.</param>
/// <param name="Short">Short name without dash.</param>
/// <param name="ValueName">The name of its value in the help.</param>
/// <param name="Group">Its group in the help.</param>
/// <param name="Description">For the help, with its default in brackets.</param>
/// <param name="Apply">Parses the value and puts it into the settings; throws <see cref="Values.WrongValueException"/>.</param>
public sealed record Option(
    string Name,
    string? Short,
    OptionShape Shape,
    string? ValueName,
    OptionGroup Group,
    string Description,
    Func<Settings, OptionText, Settings> Apply)
{
    /// <summary>Whether it is about what is made of an image, and so may differ from one image of a run to another.</summary>
    public bool IsOfRenditions => Group is OptionGroup.Size or OptionGroup.Format or OptionGroup.Picture || Name == OptionName.Name;
}
