namespace Thumbs.Planning;

/// <summary>The names of those options that messages about images speak of. <see cref="Request.Spell"/> says how the user spells them.</summary>
public static class OptionName
{
    public const string Output = "output";
    public const string Name = "name";
    public const string Base = "base";
    public const string Timeout = "timeout";
    public const string MaxPixels = "max-pixels";
    public const string MaxMemory = "max-memory";
    public const string Libvips = "libvips";
    public const string Fonts = "fonts";
    public const string Loaders = "loaders";
    public const string Icons = "icons";
}
