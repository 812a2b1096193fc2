namespace Thumbs.Parameters;

/// <summary>Where an option stands in the help; in the order of the help.</summary>
internal enum OptionGroup
{
    Files,
    Size,
    Format,
    Picture,
    Limits,
    Run,
    Output,
}

/// <summary>What an option takes.</summary>
internal enum OptionShape
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>One value that is a list; given twice on a command line, the two lists are one.</summary>
    List,

    /// <summary>Nothing, <c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>Nothing, or a list of what it is switched on for.</summary>
    SwitchOrList,
}

/// <summary>The value of an option as text.</summary>
/// <param name="Text">As <see cref="Setting.Text"/>.</param>
/// <param name="Folder">The folder that a relative path in it starts from; absolute.</param>
internal sealed record OptionText(string Text, string Folder);

/// <summary>
/// One option, whoever gives it: the command line, <c>thumbs.json</c> or a build. The table of them all is
/// <see cref="Options"/>.
/// </summary>
/// <param name="Name">Long name without dashes, as it also stands in <c>thumbs.json</c>.</param>
/// <param name="Short">Short name without dash.</param>
/// <param name="Shape">What it takes.</param>
/// <param name="ValueName">What the help calls its value.</param>
/// <param name="Group">Where it stands in the help.</param>
/// <param name="Description">For the help, with its default in brackets.</param>
/// <param name="Apply">Parses the value and puts it into the settings; throws <see cref="Values.WrongValueException"/>.</param>
internal sealed record Option(
    string Name,
    string? Short,
    OptionShape Shape,
    string? ValueName,
    OptionGroup Group,
    string Description,
    Func<Settings, OptionText, Settings> Apply);
