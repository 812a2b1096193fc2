using NetVips;

using VipsKernel = NetVips.Enums.Kernel;

namespace Thumbs.Imaging;

/// <summary>Changes the size of a picture.</summary>
internal static class Resampling
{
    /// <summary>
    /// How much is left to the kernel when a large reduction begins with a box filter: libvips' own value, at which it says
    /// that its result is as good as without.
    /// </summary>
    private const double Gap = 2;

    /// <summary>Colours are weighted by their alpha, so that what is transparent bleeds no colour into what is not.</summary>
    /// <param name="image">Read from top to bottom.</param>
    /// <param name="width">In px.</param>
    /// <param name="height">In px.</param>
    /// <param name="kernel">The filter.</param>
    public static Image Resize(Image image, int width, int height, Planning.Kernel kernel)
    {
        if (image.Width == width && image.Height == height)
            return image.Copy();
        if (!image.HasAlpha() || kernel == Planning.Kernel.Nearest)
            return Scale(image, width, height, Of(kernel));

        var format = image.Format;
        return image.Premultiply()
            .Then(weighted => Scale(weighted, width, height, Of(kernel)))
            .Then(weighted => weighted.Unpremultiply())
            .Then(plain => plain.Rint())
            .Then(rounded => rounded.Cast(format));
    }

    /// <summary>Calls the two reductions themselves: the operation that combines them costs as much again to set up.</summary>
    private static Image Scale(Image image, int width, int height, VipsKernel kernel)
    {
        if (width > image.Width || height > image.Height)
            return image.Resize((double)width / image.Width, vscale: (double)height / image.Height, kernel: kernel);
        return image.Reducev((double)image.Height / height, kernel, Gap)
            .Then(reduced => reduced.Reduceh((double)reduced.Width / width, kernel, Gap));
    }

    private static VipsKernel Of(Planning.Kernel kernel) => kernel switch
    {
        Planning.Kernel.Lanczos3 => VipsKernel.Lanczos3,
        Planning.Kernel.Lanczos2 => VipsKernel.Lanczos2,
        Planning.Kernel.Mitchell => VipsKernel.Mitchell,
        Planning.Kernel.Cubic => VipsKernel.Cubic,
        Planning.Kernel.Linear => VipsKernel.Linear,
        Planning.Kernel.Nearest => VipsKernel.Nearest,
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, message: null),
    };
}
