namespace Thumbs.Engine;

/// <summary>The numbers of a run. The first four count sources and sum up to the plan's, unless the run was cut short.</summary>
/// <param name="LeftOut">Files that were left out of the plan, with a warning each.</param>
/// <param name="Deleted">Renditions deleted.</param>
/// <param name="BytesIn">Of the sources that were made.</param>
/// <param name="BytesOut">Of the renditions of those sources.</param>
/// <param name="ExitCode">See <see cref="Diagnostics.ExitCode"/>.</param>
public sealed record Summary(
    int Made,
    int UpToDate,
    int Copied,
    int Failed,
    int LeftOut,
    int Deleted,
    long BytesIn,
    long BytesOut,
    TimeSpan Elapsed,
    int ExitCode);
