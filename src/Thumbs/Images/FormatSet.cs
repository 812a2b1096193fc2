namespace Thumbs.Images;

/// <summary>Some of the formats.</summary>
/// <remarks>Bits, not a set of .NET's: see docs/architecture.md, "Code that runs at every start".</remarks>
public sealed record FormatSet
{
    /// <summary>Those that the libvips of this package reads.</summary>
    public static readonly FormatSet OfPackage = new() { _bits = (2 << (int)ImageFormat.Svg) - 1 };

    private int _bits;

    public static FormatSet Of(IEnumerable<ImageFormat> formats)
    {
        var bits = 0;
        foreach (var format in formats)
            bits |= 1 << (int)format;
        return new() { _bits = bits };
    }

    public bool Has(ImageFormat format) => (_bits & (1 << (int)format)) != 0;
}
