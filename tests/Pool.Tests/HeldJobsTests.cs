namespace Thumbs.Pool.Tests;

public sealed class HeldJobsTests
{
    private readonly HeldJobs<string> _held = new();

    [Fact]
    public void A_job_is_wanted_back_only_after_it_was_sent()
    {
        Add(1, 2);
        Assert.Null(_held.RevokeLast());

        _held.MarkSent();
        Add(3);

        Assert.Equal(2, _held.RevokeLast());
    }

    [Fact]
    public void The_job_that_the_worker_is_at_is_never_wanted_back()
    {
        Add(1);
        _held.MarkSent();

        Assert.Null(_held.RevokeLast());
    }

    [Fact]
    public void A_job_is_wanted_back_once()
    {
        Add(1, 2, 3);
        _held.MarkSent();

        Assert.Equal([3, 2, null], [_held.RevokeLast(), _held.RevokeLast(), _held.RevokeLast()]);
    }

    [Fact]
    public void Those_that_are_wanted_back_are_counted_until_they_are_answered()
    {
        Add(1, 2, 3);
        _held.MarkSent();
        _held.RevokeLast();
        _held.RevokeLast();
        Assert.Equal(2, _held.Revoked);

        _held.Take(3, isResult: false);

        Assert.Equal(1, _held.Revoked);
    }

    private void Add(params long[] ids)
    {
        foreach (var id in ids)
            _held.Add(id, new QueuedJob<string>($"{id}", cost: 1));
    }
}
