using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Worker;

/// <summary>What runs in the load context of a <see cref="SystemLibrary"/>.</summary>
public static class SystemWorker
{
    /// <summary>Instead of a version: nothing is made, and the library is described.</summary>
    public const string Probe = "probe";

    /// <param name="input">Lines with orders.</param>
    /// <param name="output">Lines with answers, or the description.</param>
    /// <param name="version">The version that the parent expects, or <see cref="Probe"/>.</param>
    /// <param name="loaders">Names, separated by commas.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Run(Stream input, Stream output, string version, string loaders)
    {
        var named = loaders.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (version != Probe)
            return ImagingWorker.Run(input, output, version, named);
        LibraryProbe.Of(named).Write(output);
        return Diagnostics.ExitCode.Success;
    }
}
