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
/// <remarks>
/// Never changed once it is made. The setters are there for the serializer, which fills a hundred thousand of these: through a
/// constructor it would box every number.
/// </remarks>
internal sealed record SourceRecord
{
    /// <summary>Relative to the output folder, with <c>/</c>; absolute where it is on another drive.</summary>
    [JsonRequired]
    public string Source { get; set; } = "";

    /// <summary>In bytes.</summary>
    [JsonRequired]
    public long Size { get; set; }

    /// <summary>In ticks, UTC; 0 where the time was too young to be trusted.</summary>
    [JsonRequired]
    public long Modified { get; set; }

    /// <summary>Of its bytes.</summary>
    [JsonRequired]
    public Digest Sha256 { get; set; }

    /// <summary>By its bytes.</summary>
    [JsonRequired]
    public ImageFormat Format { get; set; }

    /// <summary>In px, upright.</summary>
    [JsonRequired]
    public int Width { get; set; }

    /// <summary>In px, upright.</summary>
    [JsonRequired]
    public int Height { get; set; }

    /// <summary>Frames or pages.</summary>
    [JsonRequired]
    public int Pages { get; set; }

    /// <summary>All that were made of it and not deleted since, also those that are no longer asked for.</summary>
    [JsonRequired]
    public RenditionRecord[] Renditions { get; set; } = [];

    /// <summary>False where a list that was read holds a null, which the serializer lets pass.</summary>
    [JsonIgnore]
    public bool IsWhole => !Renditions.Contains(null!);

    public SourceFacts ToFacts() => new(Format, Width, Height, Pages, Size, Sha256.ToString());
}

/// <summary>A rendition that was made. Never changed once it is made, as <see cref="SourceRecord"/>.</summary>
internal sealed record RenditionRecord
{
    public const int Obsolete = -1;

    /// <summary>As it was planned; see <see cref="Rendition.Output"/>.</summary>
    [JsonRequired]
    public string Output { get; set; } = "";

    /// <summary>The number of its key; <see cref="Obsolete"/> where it is of bytes that its source no longer has.</summary>
    [JsonRequired]
    public int Recipe { get; set; }

    /// <summary>In px, of one frame.</summary>
    [JsonRequired]
    public int Width { get; set; }

    /// <summary>In px, of one frame.</summary>
    [JsonRequired]
    public int Height { get; set; }

    /// <summary>In bytes.</summary>
    [JsonRequired]
    public long Size { get; set; }

    /// <summary>The time of the file, in ticks, UTC.</summary>
    [JsonRequired]
    public long Modified { get; set; }

    /// <summary>Of its bytes.</summary>
    [JsonRequired]
    public Digest Sha256 { get; set; }

    /// <summary>Below the output folder, with <c>/</c>.</summary>
    [JsonIgnore]
    public string Path => Output.Contains('{', StringComparison.Ordinal) ? LateName.Resolve(Output, Width, Height, Sha256.ToString()) : Output;

    /// <param name="path">Where it stands; absolute.</param>
    /// <param name="wanted">What it was made for.</param>
    public RenditionFile ToFile(string path, Rendition wanted) =>
        new(path, wanted.Recipe.Format, Width, Height, Size, Sha256.ToString(), wanted.Set);
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
