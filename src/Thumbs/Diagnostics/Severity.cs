namespace Thumbs.Diagnostics;

/// <summary>How much a diagnostic weighs: an error changes the exit code, a warning does not, and a note is of nothing wrong.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}
