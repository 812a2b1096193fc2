using System.Reflection;

namespace Thumbs.Diagnostics;

/// <summary>The version of this tool, from its package.</summary>
public static class ToolVersion
{
    /// <summary>Without the commit, which the build puts after a plus sign.</summary>
    public static string Text { get; } =
        (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
        .Split('+')[0];
}
