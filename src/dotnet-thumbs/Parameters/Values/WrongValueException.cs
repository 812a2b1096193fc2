namespace Thumbs.Parameters.Values;

/// <summary>
/// A value that an option cannot take. The message says why, without naming the option: whoever read the value knows how
/// the option was spelled and where.
/// </summary>
internal sealed class WrongValueException : Exception
{
    public WrongValueException(string message)
        : base(message)
    {
    }
}
