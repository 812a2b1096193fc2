namespace Thumbs.Files;

/// <summary>A file that this program has not made, or that was changed since, stands where one is to be written.</summary>
public sealed class ForeignFileException : IOException;
