using System.Text.Json.Serialization;

using Thumbs.Engine;
using Thumbs.Imaging;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The state file as a whole.</summary>
/// <param name="Version">See <see cref="CurrentVersion"/>.</param>
/// <param name="Recipes">The keys of renditions, each once; the records refer to them by index.</param>
/// <param name="Sources">In the ordinal order of their names.</param>
internal sealed record StateDocument(int Version, IReadOnlyList<string> Recipes, IEnumerable<SourceRecord> Sources)
{
    /// <summary>Of the format of the file. A file of another version is not read.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>A line of the journal: one source, with recipes of its own, so that the line stands alone.</summary>
internal sealed record JournalLine(IReadOnlyList<string> Recipes, SourceRecord Source);

/// <summary>What is known of a source since it was last decoded.</summary>
/// <param name="Source">Relative to the output folder, with <c>/</c>; absolute where it is on another drive.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">In ticks, UTC; 0 where the time was too young to be trusted.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Format">By its bytes.</param>
/// <param name="Width">In px, upright.</param>
/// <param name="Height">In px, upright.</param>
/// <param name="Pages">Frames or pages.</param>
/// <param name="Renditions">All that were made of it and not deleted since, also those that are no longer asked for.</param>
internal sealed record SourceRecord(
    string Source,
    long Size,
    long Modified,
    Digest Sha256,
    ImageFormat Format,
    int Width,
    int Height,
    int Pages,
    IReadOnlyList<RenditionRecord> Renditions)
{
    /// <summary>False where a list that was read holds a null, which the serializer lets pass.</summary>
    [JsonIgnore]
    public bool IsWhole => !Renditions.Contains(null!);

    public SourceFacts ToFacts() => new(Format, Width, Height, Pages, Size, Sha256.ToString());
}

/// <summary>A rendition that was made.</summary>
/// <param name="Output">As it was planned; see <see cref="Rendition.Output"/>.</param>
/// <param name="Recipe">The index of its key; <see cref="Obsolete"/> where it is of bytes that its source no longer has.</param>
/// <param name="Width">In px, of one frame.</param>
/// <param name="Height">In px, of one frame.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">The time of the file, in ticks, UTC.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record RenditionRecord(string Output, int Recipe, int Width, int Height, long Size, long Modified, Digest Sha256)
{
    public const int Obsolete = -1;

    /// <summary>Below the output folder, with <c>/</c>.</summary>
    [JsonIgnore]
    public string Path => Output.Contains('{', StringComparison.Ordinal) ? LateName.Resolve(Output, Width, Height, Sha256.ToString()) : Output;

    public RenditionFile ToFile(State state, Rendition wanted) =>
        new(state.PathOf(Path), wanted.Recipe.Format, Width, Height, Size, Sha256.ToString(), wanted.Set);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultBufferSize = 1 << 16,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StateDocument))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class StateJson : JsonSerializerContext;
