using NetVips;

namespace Thumbs.Benchmarks.Corpora;

/// <summary>The pictures that corpora are cut from: real photographs, or scenes where there are none.</summary>
/// <param name="Name">In one word, for the name of the folder.</param>
/// <param name="Count">Of pictures.</param>
/// <param name="Open">Gives one of them, in memory: 8-bit sRGB.</param>
internal sealed record Material(string Name, int Count, Func<int, Image> Open)
{
    private const int Scenes = 20, SceneWidth = 4800, SceneHeight = 3600;

    /// <param name="photos">A folder with JPEGs; <see langword="null"/> for scenes.</param>
    public static Material Of(string? photos)
    {
        if (photos is null)
            return new("scenes", Scenes, i => Scene.Make(SceneWidth, SceneHeight, seed: i + 1));
        var files = Directory.EnumerateFiles(photos, "*.jpg").Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new InvalidOperationException($"There is no .jpg in {photos}.");
        return new("photos", files.Length, i => Photo(files[i]));
    }

    private static Image Photo(string path)
    {
        using var file = Image.NewFromFile(path, access: Enums.Access.Sequential);
        using var colour = file.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = colour.ExtractBand(0, n: 3);
        return opaque.CopyMemory();
    }
}
