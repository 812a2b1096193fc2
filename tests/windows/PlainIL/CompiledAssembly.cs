using System.Reflection.PortableExecutable;

using Mono.Cecil;

namespace Thumbs.PlainIL;

/// <summary>An assembly that holds, beside its IL, machine code for one system (ReadyToRun).</summary>
internal static class CompiledAssembly
{
    /// <summary>Whether a file is such an assembly: its CLI header then names a native header (ECMA-335 II.25.3.3).</summary>
    public static bool IsCompiledAhead(string file)
    {
        if (!Path.GetExtension(file.AsSpan()).Equals(".dll", StringComparison.OrdinalIgnoreCase))
            return false;
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        try
        {
            return image.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
        }
        catch (BadImageFormatException)
        {
            return false; // Not a Windows library at all.
        }
    }

    /// <summary>Writes the IL of an assembly, for any processor.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="copy">Where to write it.</param>
    /// <param name="references">Folders to look in for the assemblies that it refers to, after its own.</param>
    public static void WritePlain(string file, string copy, IReadOnlyList<string> references)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(file)!);
        foreach (var folder in references)
            resolver.AddSearchDirectory(folder);
        using var module = ModuleDefinition.ReadModule(file, new ReaderParameters { AssemblyResolver = resolver });
        module.Attributes = ModuleAttributes.ILOnly;

        // What the compiler writes for AnyCPU.
        module.Architecture = TargetArchitecture.I386;
        module.Write(copy);
    }
}
