using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>A box in px that a rendition has to fit; at least one side is given.</summary>
public sealed record Box(int? Width, int? Height)
{
    /// <summary>The longest side in px that the formats support: JPEG's limit.</summary>
    public const int Longest = 65_535;

    /// <summary>The box with the side that is missing.</summary>
    /// <param name="aspect">Width over height.</param>
    public Box Shaped(double aspect) => this switch
    {
        { Width: { } width, Height: null } => this with { Height = Side(width / aspect) },
        { Width: null, Height: { } height } => this with { Width = Side(height * aspect) },
        _ => this,
    };

    private static int Side(double length) => (int)Math.Clamp(Math.Floor(length + 0.5), 1, Longest);
}

/// <summary>The renditions that are wanted of every source of one request, as the user put it.</summary>
public sealed record RenditionOptions
{
    /// <summary>Where no size is given: of a square, or the width of another shape.</summary>
    private const int UsualSide = 128;

    private readonly IReadOnlyList<Box> _boxes = [];
    private readonly Fit? _fit;

    /// <summary>One a size or a width; their missing sides follow from the <see cref="Aspect"/>, if there is one.</summary>
    public IReadOnlyList<Box> Boxes
    {
        get => (_boxes, Aspect) switch
        {
            ([], null) => [new Box(UsualSide, UsualSide)],
            ([], { } aspect) => [new Box(UsualSide, null).Shaped(aspect)],
            (_, { } aspect) => [.. _boxes.Select(box => box.Shaped(aspect))],
            _ => _boxes,
        };
        init => _boxes = value;
    }

    /// <summary>The shape of boxes of which one side is given: width over height; <see langword="null"/> for the source's own.</summary>
    public double? Aspect { get; init; }

    /// <summary>Whether there is a box that gets its shape from the <see cref="Aspect"/>.</summary>
    public bool IsShaped => Aspect is not null && (_boxes.Count == 0 || _boxes.Any(box => box is { Width: null } or { Height: null }));

    /// <summary>Whether all boxes have one shape, so that their widths tell them apart.</summary>
    public bool IsOneShape => _boxes.All(box => box is { Width: not null, Height: null });

    /// <summary>What is to have a shape is cut to it where nothing else is said.</summary>
    public Fit Fit
    {
        get => _fit ?? (IsShaped ? Fit.Cover : Fit.Inside);
        init => _fit = value;
    }

    public Position Position { get; init; }

    /// <summary>Only where the position is <see cref="Position.Point"/>.</summary>
    public FocalPoint? FocalPoint { get; init; }

    public bool Enlarge { get; init; }

    public Kernel Kernel { get; init; }

    public bool Sharpen { get; init; }

    /// <summary>The formats to write; <see langword="null"/> among them stands for <c>auto</c>: the source's own, or the nearest (<see cref="FormatNames.WrittenAs"/>).</summary>
    public ImageFormat?[] Formats { get; init; } = [null];

    public PerFormat Quality { get; init; } = PerFormat.Unset;

    public PerFormat Effort { get; init; } = PerFormat.Unset;

    /// <summary>Of a PNG's palette: 2, 4, 16 or 256.</summary>
    public int? Colours { get; init; }

    public PerFormat Lossless { get; init; } = PerFormat.Unset;

    public PerFormat Progressive { get; init; } = PerFormat.Unset;

    /// <summary><c>#rrggbbaa</c>; <see langword="null"/> for the default.</summary>
    public string? Background { get; init; }

    public Metadata Keep { get; init; }

    public bool Rotate { get; init; } = true;

    public bool Animate { get; init; } = true;

    public int? Page { get; init; }

    /// <summary>Whether the manifest gets a colour and a tiny picture of each source, to be shown until a rendition is there.</summary>
    public bool Placeholder { get; init; }

    /// <summary>
    /// Whether the icons of a site are wanted (<see cref="IconFiles"/>), of one image, instead of renditions by sizes and formats: these have
    /// no effect then, nor have fit, position and names.
    /// </summary>
    public bool Icons { get; init; }

    /// <summary>The name template; <see langword="null"/> for <c>{dir}/{name}.{ext}</c>, with <c>-{width}</c> where there are several widths, <c>-{width}x{height}</c> for several boxes.</summary>
    public string? NameTemplate { get; init; }
}
