using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>A number for all formats, for some of them, or both: <c>80</c>, <c>webp=80,avif=50</c>. A switch is 1 or 0.</summary>
/// <remarks>Not generic: see docs/architecture.md, "Code that runs at every start".</remarks>
public sealed class PerFormat
{
    /// <summary>Given for no format.</summary>
    public static readonly PerFormat Unset = new();

    private readonly int?[] _exceptions = new int?[(int)ImageFormat.Svg + 1];

    /// <summary>For every format that is not among the exceptions; <see langword="null"/> leaves the format's own default.</summary>
    public int? Default { get; init; }

    /// <summary>The number for a format; <see langword="null"/> for the format's own default.</summary>
    public int? For(ImageFormat format) => _exceptions[(int)format] ?? Default;

    /// <summary>Whether a switch is on for a format; off is the default of all.</summary>
    public bool IsOn(ImageFormat format) => For(format) is 1;

    /// <summary>Whether a format has a number of its own.</summary>
    public bool IsException(ImageFormat format) => _exceptions[(int)format] is not null;

    /// <summary>The same with a number for one format.</summary>
    public PerFormat With(ImageFormat format, int value)
    {
        var other = WithDefault(Default);
        other._exceptions[(int)format] = value;
        return other;
    }

    /// <summary>The same with a number for the other formats.</summary>
    public PerFormat WithDefault(int? value)
    {
        var other = new PerFormat { Default = value };
        _exceptions.CopyTo(other._exceptions, 0);
        return other;
    }
}
