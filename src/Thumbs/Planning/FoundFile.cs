namespace Thumbs.Planning;

/// <summary>A source while the plan is made.</summary>
/// <param name="Source">The file.</param>
/// <param name="Folder">Where it lies below its input root, with <c>/</c>; empty in the root itself. This is the template's <c>{dir}</c>.</param>
public sealed record FoundFile(Source Source, string Folder);
