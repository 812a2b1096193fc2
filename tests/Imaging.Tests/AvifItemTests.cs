using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Limited ranges, turns and mirrors of AVIF, in files made by changing single bytes of one that has neither.</summary>
public sealed class AvifItemTests : Workbench
{
    private const int Width = 64, Height = 48;

    /// <summary>The sequence header of the alpha: 8 bits, grey; the last bit of its fifth byte is the range.</summary>
    private static readonly byte[] GreySequence = [0x0A, 6, 0x18, 0x15, 0x7F, 0xBD, 0x85, 0x40];

    /// <summary>Levels of grey and of alpha from 0 to 252.</summary>
    private static Image Ramp()
    {
        using var across = Image.Xyz(Width, Height);
        using var level = across[0].Linear([4.0], [0.0]);
        using var cast = level.Cast(Enums.BandFormat.Uchar);
        using var top = across[1].Linear([5.0], [0.0]).Cast(Enums.BandFormat.Uchar);
        using var colours = cast.Bandjoin(top, cast, cast);
        return colours.Copy(interpretation: Enums.Interpretation.Srgb).CopyMemory();
    }

    private static byte[] Avif()
    {
        using var ramp = Ramp();
        return ramp.HeifsaveBuffer(lossless: true, compression: Enums.ForeignHeifCompression.Av1, effort: 0, keep: Enums.ForeignKeep.None);
    }

    /// <summary>The same with the grey picture that was the alpha as its only one.</summary>
    private static byte[] Grey()
    {
        var file = Avif();
        file[Find(file, "pitm"u8) + 9] = 2;
        // The first item is hidden.
        file[Find(file, "infe"u8) + 7] = 1;
        file[Find(file, "auxl"u8)] = (byte)'x';
        file[Find(file, "auxC"u8)] = (byte)'x';
        var associations = Find(file, "ipma"u8);
        file[associations + file.AsSpan(associations).IndexOf((byte)0x87)] = 7;
        return file;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Grey_of_limited_range_is_from_black_to_white(bool isLimited, bool byContainer)
    {
        var file = Grey();
        if (byContainer)
        {
            // The second item gets the colours of the first in place of its depth.
            file[Find(file, "nclx"u8) + 10] = 0;
            file[Find(file, [0, 2, 4, 0x85, 3, 6, 7]) + 5] = 2;
        }
        else if (isLimited)
        {
            file[Find(file, GreySequence) + 6] &= 0xFE;
        }

        using var made = Make(file, Recipe(ImageFormat.Png));

        for (var x = 0; x < Width; x++)
            TestImages.AssertPixel(made, x, 9, [.. Enumerable.Repeat(isLimited ? Spread(4 * x) : 4 * x, 3)], tolerance: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_alpha_of_limited_range_is_from_clear_to_opaque(bool isLimited)
    {
        var file = Avif();
        if (isLimited)
            file[Find(file, GreySequence) + 6] &= 0xFE;

        using var made = Make(file, Recipe(ImageFormat.Png));

        for (var x = 0; x < Width; x++)
            TestImages.AssertPixel(made, x, 9, [4 * x, 45, 4 * x, isLimited ? Spread(4 * x) : 4 * x], tolerance: 1);
    }

    [Theory]
    [InlineData(0, -1, 1)]
    [InlineData(1, -1, 8)]
    [InlineData(2, -1, 3)]
    [InlineData(3, -1, 6)]
    [InlineData(0, 0, 4)]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 1, 7)]
    [InlineData(2, 0, 2)]
    [InlineData(2, 1, 4)]
    [InlineData(3, 0, 7)]
    [InlineData(3, 1, 5)]
    public void The_alpha_turns_with_the_colours(int turn, int mirror, int orientation)
    {
        var (file, itself) = (Avif(), Avif());
        foreach (var (avif, alphaToo) in (ReadOnlySpan<(byte[], bool)>)[(file, false), (itself, true)])
        {
            Replace(avif, "pixi"u8, "irot"u8, turn);
            if (mirror >= 0)
                Replace(avif, "colr"u8, "imir"u8, mirror);
            if (alphaToo)
                Replace(avif, "pixi"u8, "irot"u8, turn);
        }

        using var ramp = Ramp();
        using var expected = Upright(ramp, orientation);
        using var made = Make(file, Recipe(ImageFormat.Png));

        Assert.Equal((expected.Width, expected.Height), (made.Width, made.Height));
        using var difference = (made - expected).Abs();
        Assert.True(difference.Max() <= 1);
        if (mirror >= 0)
            return;
        using var madeOfOther = Make(itself, Recipe(ImageFormat.Png));
        using var other = (madeOfOther - expected).Abs();
        Assert.True(other.Max() <= 1);
    }

    private static Image Upright(Image image, int orientation)
    {
        using var marked = TestImages.WithOrientation(image, orientation);
        return marked.Autorot();
    }

    private static double Spread(double level) => Math.Clamp((level - 16) * 255 / 219, 0, 255);

    private static void Replace(byte[] file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> by, int value)
    {
        var at = Find(file, name);
        by.CopyTo(file.AsSpan(at));
        file[at + 4] = (byte)value;
    }

    private static int Find(byte[] file, ReadOnlySpan<byte> bytes)
    {
        var at = file.AsSpan().IndexOf(bytes);
        Assert.True(at >= 0, "the encoder writes other files now");
        return at;
    }
}
