using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>A box in px that a rendition has to fit; at least one side is given.</summary>
public sealed record Box(int? Width, int? Height);

/// <summary>The renditions that are wanted of every source of one request, as the user put it.</summary>
public sealed record RenditionOptions
{
    /// <summary>One box for <c>--size</c>, one a width for <c>--widths</c>.</summary>
    public IReadOnlyList<Box> Boxes { get; init; } = [new Box(128, 128)];

    public Fit Fit { get; init; }

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

    public PerFormat Lossless { get; init; } = PerFormat.Unset;

    public PerFormat Progressive { get; init; } = PerFormat.Unset;

    /// <summary><c>#rrggbbaa</c>; <see langword="null"/> for the default.</summary>
    public string? Background { get; init; }

    public Metadata Keep { get; init; }

    public bool Rotate { get; init; } = true;

    public bool Animate { get; init; } = true;

    public int? Page { get; init; }

    /// <summary>The name template; <see langword="null"/> for <c>{dir}/{name}.{ext}</c>, with <c>-{width}</c> where there are several boxes.</summary>
    public string? NameTemplate { get; init; }
}
