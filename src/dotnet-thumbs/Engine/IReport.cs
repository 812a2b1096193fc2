using Thumbs.Diagnostics;

namespace Thumbs.Engine;

/// <summary>
/// Whoever tells the user how a run goes. Called from one thread at a time. Whoever made it disposes it, after the run:
/// only then is all of it written.
/// </summary>
internal interface IReport : IAsyncDisposable
{
    /// <summary>The plan is made.</summary>
    /// <param name="sources">How many outcomes will follow.</param>
    void Planned(int sources);

    /// <summary>A problem that concerns the run, not one source of the plan.</summary>
    void Noticed(Problem problem);

    /// <summary>Something that only those want to know who ask for more.</summary>
    void Mentioned(string text)
    {
        // Told where there is room for it.
    }

    /// <summary>One source is done with.</summary>
    void Done(Outcome outcome);

    /// <summary>A rendition was deleted, or would be in a dry run.</summary>
    /// <param name="path">Absolute.</param>
    void Pruned(string path);

    /// <summary>The run is over. Nothing follows.</summary>
    void Finished(Summary summary);
}
