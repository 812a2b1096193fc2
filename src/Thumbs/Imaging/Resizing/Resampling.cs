using NetVips;

using VipsKernel = NetVips.Enums.Kernel;

using Thumbs.Imaging.Library;

using static NetVips.Enums;

namespace Thumbs.Imaging.Resizing;

/// <summary>Changes the size of a picture.</summary>
public static class Resampling
{
    /// <summary>
    /// The factor that is left to the kernel when a large reduction begins with a box filter: libvips' own value, at which its
    /// documentation says that the result is as good as without.
    /// </summary>
    private const double Gap = 2;

    /// <summary>In px of the result: the largest shift of the picture.</summary>
    private const double Shift = 1.0 / 32;

    /// <summary>The px beyond the result that are tried. Only the columns and rows that are read are computed.</summary>
    private const int Spare = 16;

    /// <summary>Colours are weighted by their alpha, so that transparent pixels do not bleed colour into others.</summary>
    /// <param name="image">Read from top to bottom.</param>
    /// <param name="extent">What of the image is the picture: less than all of it where its last px are not full ones.</param>
    /// <param name="width">In px.</param>
    /// <param name="height">In px.</param>
    /// <param name="kernel">The filter.</param>
    /// <returns>The picture, and to its right and below it a few px more that are not to be read.</returns>
    public static Image Resize(Image image, Extent extent, int width, int height, Images.Kernel kernel)
    {
        if (image.Width == width && image.Height == height)
            return image.Copy();
        if (!image.HasAlpha() || kernel == Images.Kernel.Nearest)
            return Scale(image, extent, width, height, Of(kernel));

        var format = image.Format;
        return image.Premultiply()
            .Then(weighted => Scale(weighted, extent, width, height, Of(kernel)))
            .Then(weighted => weighted.Unpremultiply())
            .Then(plain => plain.Rint())
            .Then(rounded => rounded.Cast(format));
    }

    /// <summary>Calls both reductions directly: the operation that combines them costs as much again to set up.</summary>
    private static Image Scale(Image image, Extent extent, int width, int height, VipsKernel kernel)
    {
        if (width > image.Width || height > image.Height)
            return image.Resize((double)width / image.Width, vscale: (double)height / image.Height, kernel: kernel);
        var (across, down) = (extent.Width / width, extent.Height / height);
        var (wide, high) = (Reducible(image.Width, across, width), Reducible(image.Height, down, height));
        using var padded = wide == image.Width && high == image.Height ? image.Copy() : image.Embed(0, 0, wide, high, extend: Extend.Copy);
        return padded.Reducev(down, kernel, Gap).Then(reduced => reduced.Reduceh(across, kernel, Gap));
    }

    /// <summary>
    /// How many px there must be for the first px of the result to be where the first px of the picture is. libvips
    /// centres the remainder of a reduction, so that there must be none: not for the picture itself, but for the
    /// picture with a few px more.
    /// </summary>
    private static int Reducible(int length, double factor, int reduced)
    {
        var (best, least) = (length, Math.Abs(length - (factor * reduced)));
        for (var more = 1; more <= Spare && least > 2 * Shift * factor; more++)
        {
            var exact = factor * (reduced + more);
            var rounded = (int)Math.Round(exact);
            if (rounded >= length && Math.Abs(exact - rounded) < least)
                (best, least) = (rounded, Math.Abs(exact - rounded));
        }

        return best;
    }

    private static VipsKernel Of(Images.Kernel kernel) => kernel switch
    {
        Images.Kernel.Lanczos3 => VipsKernel.Lanczos3,
        Images.Kernel.Lanczos2 => VipsKernel.Lanczos2,
        Images.Kernel.Mitchell => VipsKernel.Mitchell,
        Images.Kernel.Cubic => VipsKernel.Cubic,
        Images.Kernel.Linear => VipsKernel.Linear,
        Images.Kernel.Nearest => VipsKernel.Nearest,
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, message: null),
    };
}
