using Thumbs.Diagnostics;

namespace Thumbs.Engine;

/// <summary>
/// Reports a run to the user. Called from one thread at a time. Its creator disposes it after the run:
/// only then is all of it written.
/// </summary>
public interface IReport : IAsyncDisposable
{
    /// <summary>The plan is made.</summary>
    /// <param name="sources">How many outcomes will follow.</param>
    /// <param name="work">What they are expected to cost; see <see cref="WorkEstimate"/>.</param>
    void Planned(int sources, long work);

    /// <summary>A problem that concerns the run, not one source of the plan.</summary>
    void Noticed(Problem problem);

    /// <summary>Something that only those who ask for more want to know.</summary>
    void Mentioned(string text)
    {
        // Only some reports show it.
    }

    /// <summary>One source is finished.</summary>
    void Done(Outcome outcome);

    /// <summary>A rendition was deleted, or would be in a dry run.</summary>
    /// <param name="path">Absolute.</param>
    void Pruned(string path);

    /// <summary>The run has ended. No call follows.</summary>
    void Finished(Summary summary);
}
