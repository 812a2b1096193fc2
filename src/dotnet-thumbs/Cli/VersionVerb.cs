using System.Text;

using Thumbs.Diagnostics;

namespace Thumbs.Cli;

/// <summary><c>--version</c> as the only argument: answered without loading anything else.</summary>
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
