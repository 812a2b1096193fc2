using System.Reflection;
using System.Text;

using Thumbs.Engine;

namespace Thumbs.Cli;

/// <summary>The version of this tool, as its package has it.</summary>
internal static class ToolVersion
{
    /// <summary>Asks for the version.</summary>
    public const string Option = "--version";

    /// <summary>Without the commit, which the build puts after a plus sign.</summary>
    public static string Text { get; } =
        (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
        .Split('+')[0];

    /// <summary>Answers a command line that asks for nothing else, which takes no more than to start .NET.</summary>
    public static int Tell()
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(Text + Environment.NewLine));
        return ExitCode.Success;
    }
}
