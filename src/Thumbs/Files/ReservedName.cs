namespace Thumbs.Files;

/// <summary>The names that Thumbs keeps for itself in an output folder.</summary>
public static class ReservedName
{
    /// <summary>The prefix of all of them. Such files are never read as images nor written as renditions.</summary>
    public const string Prefix = ".thumbs-";
}
