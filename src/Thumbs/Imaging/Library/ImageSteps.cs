using NetVips;

namespace Thumbs.Imaging.Library;

/// <summary>A pipeline as a chain of steps, of which only the last image is referenced.</summary>
public static class ImageSteps
{
    /// <summary>
    /// Applies a step and disposes of this image: libvips itself keeps what the step still needs. A step
    /// with nothing to do returns the image that it was given.
    /// </summary>
    public static Image Then(this Image image, Func<Image, Image> step)
    {
        Image? next = null;
        try
        {
            return next = step(image);
        }
        finally
        {
            if (!ReferenceEquals(next, image))
                image.Dispose();
        }
    }
}
