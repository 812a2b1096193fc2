namespace Thumbs.Diagnostics;

/// <summary>One occurrence of a <see cref="Diagnostic"/>: what happened, and to which file.</summary>
/// <param name="Diagnostic">The entry of the table that this is an occurrence of.</param>
/// <param name="Path">The file concerned, as the user would name it; <see langword="null"/> where there is none.</param>
/// <param name="Text">What happened, in one line.</param>
public sealed record Problem(Diagnostic Diagnostic, string? Path, string Text)
{
    public string Code => Diagnostic.Code;

    public bool IsError => Diagnostic.Severity == Severity.Error;

    /// <summary>The canonical form that editors and MSBuild recognise: <c>path : error THUMB0101: text</c>.</summary>
    public override string ToString() => $"{Opening}{Code}: {Text}";

    /// <summary>What precedes the code in the canonical form.</summary>
    public string Opening => $"{Path ?? "thumbs"} : {SeverityName} ";

    /// <summary>As the canonical form and JSON spell it.</summary>
    public string SeverityName => Diagnostic.Severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
