using System.Text;

using Thumbs.Diagnostics;

namespace Thumbs.Cli;

/// <summary><c>--version</c>, where a command line asks for nothing else: takes no more than to start .NET.</summary>
internal static class VersionVerb
{
    public const string Option = "--version";

    public static int Run()
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(ToolVersion.Text + Environment.NewLine));
        return ExitCode.Success;
    }
}
