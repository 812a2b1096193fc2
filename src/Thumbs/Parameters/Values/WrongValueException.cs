namespace Thumbs.Parameters.Values;

/// <summary>
/// A value that an option cannot take. The message says why, without naming the option: the caller knows its
/// spelling and place.
/// </summary>
public sealed class WrongValueException : Exception
{
    public WrongValueException(string message)
        : base(message)
    {
    }
}
