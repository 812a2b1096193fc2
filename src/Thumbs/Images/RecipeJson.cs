using System.Text.Json;

namespace Thumbs.Images;

/// <summary>A recipe on the wire. See <see cref="OrderJson"/> for why it is written by hand.</summary>
public static class RecipeJson
{
#pragma warning disable CA2263 // The generic overloads would be compiled at every start for each of these types.
    private static readonly string[] Fits = Enum.GetNames(typeof(Fit));
    private static readonly string[] Positions = Enum.GetNames(typeof(Position));
    private static readonly string[] Kernels = Enum.GetNames(typeof(Kernel));

    private static readonly string[] Icons = Enum.GetNames(typeof(IconUse));

    private static Metadata MetadataOf(string? names) => (Metadata)Enum.Parse(typeof(Metadata), names ?? "");
#pragma warning restore CA2263

    public static void Write(Utf8JsonWriter writer, string name, Recipe recipe)
    {
        writer.WriteStartObject(name);
        if (recipe.Width is { } width)
            writer.WriteNumber("width", width);
        if (recipe.Height is { } height)
            writer.WriteNumber("height", height);
        writer.WriteString("fit", Fits[(int)recipe.Fit]);
        writer.WriteString("position", Positions[(int)recipe.Position]);
        if (recipe.FocalPoint is { } point)
            writer.WriteString("focalPoint", point.ToString());
        writer.WriteBoolean("enlarge", recipe.Enlarge);
        writer.WriteString("kernel", Kernels[(int)recipe.Kernel]);
        writer.WriteBoolean("sharpen", recipe.Sharpen);
        writer.WriteString("format", recipe.Format.Name());
        writer.WriteNumber("quality", recipe.Quality);
        writer.WriteNumber("effort", recipe.Effort);
        if (recipe.Colours is { } colours)
            writer.WriteNumber("colours", colours);
        writer.WriteBoolean("lossless", recipe.Lossless);
        writer.WriteBoolean("progressive", recipe.Progressive);
        if (recipe.Background is not null)
            writer.WriteString("background", recipe.Background);
        writer.WriteString("keep", recipe.Keep.ToString());
        writer.WriteBoolean("rotate", recipe.Rotate);
        writer.WriteBoolean("animate", recipe.Animate);
        if (recipe.Page is { } page)
            writer.WriteNumber("page", page);
        if (recipe.Icon != IconUse.None)
            writer.WriteString("icon", Icons[(int)recipe.Icon]);
        writer.WriteEndObject();
    }

    /// <summary>Reads a recipe whose opening brace was read.</summary>
    public static Recipe Read(ref Utf8JsonReader reader)
    {
        var recipe = new Recipe();
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            recipe = name switch
            {
                "width" => recipe with { Width = reader.GetInt32() },
                "height" => recipe with { Height = reader.GetInt32() },
                "fit" => recipe with { Fit = (Fit)Number(reader.GetString(), Fits) },
                "position" => recipe with { Position = (Position)Number(reader.GetString(), Positions) },
                "focalPoint" => recipe with { FocalPoint = FocalPoint.TryParse(reader.GetString()!) ?? throw new JsonException("A focal point was expected.") },
                "enlarge" => recipe with { Enlarge = reader.GetBoolean() },
                "kernel" => recipe with { Kernel = (Kernel)Number(reader.GetString(), Kernels) },
                "sharpen" => recipe with { Sharpen = reader.GetBoolean() },
                "format" => recipe with { Format = FactsJson.FormatOf(reader.GetString()) },
                "quality" => recipe with { Quality = reader.GetInt32() },
                "effort" => recipe with { Effort = reader.GetInt32() },
                "colours" => recipe with { Colours = reader.GetInt32() },
                "lossless" => recipe with { Lossless = reader.GetBoolean() },
                "progressive" => recipe with { Progressive = reader.GetBoolean() },
                "background" => recipe with { Background = reader.GetString() },
                "keep" => recipe with { Keep = MetadataOf(reader.GetString()) },
                "rotate" => recipe with { Rotate = reader.GetBoolean() },
                "animate" => recipe with { Animate = reader.GetBoolean() },
                "page" => recipe with { Page = reader.GetInt32() },
                "icon" => recipe with { Icon = (IconUse)Number(reader.GetString(), Icons) },
                _ => throw new JsonException($"A recipe has no \"{name}\"."),
            };
        }

        return recipe;
    }

    private static int Number(string? name, string[] names)
    {
        var number = Array.IndexOf(names, name);
        return number >= 0 ? number : throw new JsonException($"\"{name}\" is none of {string.Join(", ", names)}.");
    }
}
