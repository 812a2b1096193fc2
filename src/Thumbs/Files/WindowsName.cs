namespace Thumbs.Files;

/// <summary>The file names that are impossible on Windows. .NET accepts them, and some lead to a device or a stream.</summary>
/// <remarks>From "Naming Files, Paths, and Namespaces" of the Windows documentation. Other systems allow them.</remarks>
public static class WindowsName
{
    /// <summary>A colon would write into an alternate stream of a file, which no folder lists.</summary>
    private const string Forbidden = "\\:*?\"<>|";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    private static readonly string[] Ports = ["COM", "LPT"];

    /// <summary>What is wrong with a path, as the end of a sentence that begins with its name; <see langword="null"/> where nothing is.</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    public static string? FaultOf(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            if (FaultOfPart(path[range]) is { } fault)
                return fault;
        }
        return null;
    }

    private static string? FaultOfPart(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
        {
            if (letter < ' ' || Forbidden.Contains(letter, StringComparison.Ordinal))
                return letter < ' ' ? $"the character {(int)letter} is not allowed in a name on Windows" : $"'{letter}' is not allowed in a name on Windows";
        }

        if (name is [.., '.' or ' '] and not ("." or ".."))
            return "Windows keeps no name that ends in a dot or a space";
        return IsDevice(name) ? "Windows takes that name for a device" : null;
    }

    /// <summary>Device names are reserved with any extension up to Windows 10, and for some programs on Windows 11 too.</summary>
    private static bool IsDevice(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        foreach (var device in Devices)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        foreach (var port in Ports)
        {
            if (stem.Length == port.Length + 1 && stem.StartsWith(port, StringComparison.OrdinalIgnoreCase) && stem[^1] is (>= '0' and <= '9') or '¹' or '²' or '³')
                return true;
        }
        return false;
    }
}
