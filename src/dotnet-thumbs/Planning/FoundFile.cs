using System.Runtime.InteropServices;

namespace Thumbs.Planning;

/// <summary>A source on its way into the plan.</summary>
/// <param name="Source">The file.</param>
/// <param name="Folder">Where it lies below its input root, with <c>/</c>; empty in the root itself. This is the template's <c>{dir}</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundFile(Source Source, string Folder);
