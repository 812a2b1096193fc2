using System.Text.Json.Serialization;

namespace Thumbs.Build;

/// <summary>The request of a build, as the MSBuild task writes it. All paths are absolute.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Project">The project file, where wrong properties are reported.</param>
/// <param name="OutputFolder">Where the renditions go; it serves this request alone.</param>
/// <param name="ItemList">The file for the list of renditions; see <see cref="ItemList"/>.</param>
/// <param name="Manifest">Where the manifest is written.</param>
/// <param name="FolderRegister">The file with the output folders of the project's other builds; see <see cref="FolderRegister"/>.</param>
/// <param name="FailOnError">Whether an image that fails is an error of the build.</param>
/// <param name="Properties">By their MSBuild names, such as <c>ThumbnailFit</c>: the defaults of all items.</param>
/// <param name="Sets">The items, grouped by their options.</param>
/// <param name="TypedNames">What the images are to be called in C#; <see langword="null"/> where they are not.</param>
internal sealed record BuildRequest(
    int Version,
    string Project,
    string OutputFolder,
    string ItemList,
    string Manifest,
    string FolderRegister,
    bool FailOnError,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyList<BuildSet> Sets,
    TypedNamesRequest? TypedNames = null)
{
    public const int CurrentVersion = 1;
}

/// <summary>The C# that names the images; see <see cref="Build.TypedNames"/>.</summary>
/// <param name="Folder">Where it is written; absolute.</param>
/// <param name="Namespace">Of all its types.</param>
/// <param name="Assembly">That it is compiled into.</param>
/// <param name="BaseAddress">What the addresses of renditions begin with: <c>/</c> in an app, <c>_content/Library</c> in a library.</param>
/// <param name="BasePath">The folder that is no part of the names, with <c>/</c>: <c>thumbs</c>.</param>
internal sealed record TypedNamesRequest(string Folder, string Namespace, string Assembly, string BaseAddress, string BasePath);

/// <summary>Items with the same options.</summary>
/// <param name="Place">The file that defines them, where wrong metadata is reported.</param>
/// <param name="Folder">Where their renditions go below the output folder, with <c>/</c>; may be empty.</param>
/// <param name="Options">Rendition options by their metadata names, such as <c>Fit</c>.</param>
/// <param name="Carry">Metadata for the items of the renditions. The engine only passes it on.</param>
/// <param name="Files">The images.</param>
internal sealed record BuildSet(
    string Place,
    string Folder,
    IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string> Carry,
    IReadOnlyList<BuildFile> Files);

/// <summary>One item.</summary>
/// <param name="Path">Of the image.</param>
/// <param name="Folder">The value of <c>{dir}</c>.</param>
internal sealed record BuildFile(string Path, string Folder);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BuildRequest))]
internal sealed partial class BuildJson : JsonSerializerContext;
