namespace Thumbs.FakeWorker;

/// <summary>Lines that say how far a job is and cannot be true, as of a broken or foreign worker.</summary>
/// <param name="kind"><c>at-twice</c>: each rendition is begun twice. <c>no-order</c>: after its first answer, the worker tells of no order, and dies in its next job.</param>
/// <param name="once">A file that is made where a worker tells of no order: no other does it.</param>
internal sealed class Untrue(string kind, string once)
{
    private bool _hasTold;

    /// <summary>What is written in the place of a line.</summary>
    public WireAnswer[] Lines(WireAnswer answer)
    {
        if (_hasTold)
            Environment.Exit(9);
        var result = answer.Result!;
        if (kind == "at-twice")
            return [answer.More ? answer with { Result = result with { At = [.. result.At!, .. result.At!] } } : answer];
        if (answer.More || File.Exists(once))
            return [answer];
        File.WriteAllText(once, "");
        _hasTold = true;
        return [answer, answer with { Id = null, More = true, Result = result with { At = [0], Made = [.. result.Made.Skip(1)] } }];
    }
}
