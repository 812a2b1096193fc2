namespace Thumbs.Pool;

/// <summary>
/// The variables of the environment that a worker inherits: those that .NET, libvips and the libraries below it read. All others, such as
/// the secrets of a CI system, are kept from a process that decodes untrusted files.
/// </summary>
public static class InheritedVariables
{
    private static readonly HashSet<string> Names = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
    {
        // The system's: where things are, in which language, and which libraries are loaded.
        "PATH", "HOME", "USER", "LOGNAME", "TZ", "LANG", "LANGUAGE", "TMPDIR", "TMP", "TEMP",
        "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES",
        "MALLOC_CONF", "GLIBC_TUNABLES", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES",
        // Windows's, without which a process hardly starts there.
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "OS", "NUMBER_OF_PROCESSORS",
        "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PUBLIC", "ALLUSERSPROFILE", "ProgramData",
        "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "CommonProgramFiles", "CommonProgramFiles(x86)", "CommonProgramW6432",
        // Where fonts and their configuration are, and what tunes the libraries below libvips.
        "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_DATA_DIRS",
        "G_DEBUG", "G_MESSAGES_DEBUG", "G_SLICE", "G_FILENAME_ENCODING",
        // Where .NET is and which version of it is taken.
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_ROOT(x86)", "DOTNET_ROLL_FORWARD", "DOTNET_ROLL_FORWARD_TO_PRERELEASE",
        "DOTNET_PROCESSOR_COUNT", "DOTNET_ReadyToRun", "DOTNET_DefaultStackSize",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_SYSTEM_GLOBALIZATION_APPLOCALMODE", "CLR_ICU_VERSION_OVERRIDE",
    };

    /// <summary>What the names of others begin with. Not <c>DOTNET_</c> alone: tools of .NET keep tokens under such names.</summary>
    private static readonly string[] Prefixes =
    [
        "LC_", "PROCESSOR_", "MALLOC_", "MIMALLOC_", "FONTCONFIG_", "FC_", "FREETYPE_", "PANGO_", "CAIRO_", "VIPS_", "LIBHEIF_", "MAGICK_",
        "DOTNET_gc", "DOTNET_GC", "DOTNET_Tiered", "DOTNET_TC_", "DOTNET_Enable", "DOTNET_Dbg", "DOTNET_Perf", "DOTNET_Thread", "WINE",
    ];

    public static bool Allow(string name) => Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Takes all others out of an environment.</summary>
    public static void KeepAllowed(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !Allow(name)).ToArray())
            environment.Remove(name);
    }
}
