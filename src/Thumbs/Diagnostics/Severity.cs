namespace Thumbs.Diagnostics;

/// <summary>How much a diagnostic weighs: an error changes the exit code, a warning does not.</summary>
public enum Severity
{
    Warning,
    Error,
}
