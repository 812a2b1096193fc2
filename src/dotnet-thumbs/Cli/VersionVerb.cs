using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Cli;

/// <summary><c>--version</c> as the only argument: answered without loading anything else.</summary>
internal static class VersionVerb
{
    public const string Option = "--version";

    /// <returns>False where it cannot be written; the usual way of a command line says why.</returns>
    public static bool TryRun()
    {
        try
        {
            using var output = Console.OpenStandardOutput();
            output.Write(Encoding.UTF8.GetBytes(ToolVersion.Text + Environment.NewLine));
            return true;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return false;
        }
    }
}
