using NetVips;

namespace Thumbs.Benchmarks.Quality;

/// <summary>Pixels in memory: red, green and blue, 0 to 255, row by row.</summary>
/// <param name="Width">In px.</param>
/// <param name="Height">In px.</param>
/// <param name="Levels">Three a pixel.</param>
internal sealed record Raster(int Width, int Height, float[] Levels)
{
    public const int Bands = 3;

    /// <summary>All of the pixels of a file, without any shrinking while it is decoded.</summary>
    public static Raster Decode(string path)
    {
        using var file = Image.NewFromFile(path);
        return Of(file);
    }

    public static Raster Of(Image image)
    {
        using var colour = image.Colourspace(Enums.Interpretation.Srgb);
        return new(colour.Width, colour.Height, Array.ConvertAll(colour.WriteToMemory<byte>(), level => (float)level));
    }

    /// <summary>The luma of ITU-R BT.601, as JPEG has it.</summary>
    public float[] Luma()
    {
        var luma = new float[Width * Height];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = (0.299f * Levels[Bands * i]) + (0.587f * Levels[(Bands * i) + 1]) + (0.114f * Levels[(Bands * i) + 2]);
        return luma;
    }
}
