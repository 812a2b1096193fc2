namespace Thumbs.Pool.Tests;

public sealed class JobQueueTests
{
    [Fact]
    public void While_too_many_outcomes_wait_to_be_read_no_job_is_given_out()
    {
        var queue = new JobQueue<string>(lanes: 1, mostUnread: 2);
        for (var i = 0; i < 4; i++)
            queue.Add($"{i}", cost: 1);
        Assert.True(queue.TryTake(out _));
        Assert.True(queue.TryTake(out _));
        queue.Settle();
        queue.Settle();

        Assert.False(queue.TryTake(out _));
        Assert.Equal(0, queue.IdleLanes);

        queue.Read();
        Assert.True(queue.TryTake(out _));
    }

    [Fact]
    public async Task A_lane_that_waits_for_that_asks_nobody_for_a_job_and_goes_on_when_one_is_read()
    {
        var queue = new JobQueue<string>(lanes: 1, mostUnread: 1);
        queue.Add("first", cost: 1);
        queue.Add("second", cost: 1);
        Assert.True(queue.TryTake(out _));
        queue.Settle();
        var hasAsked = false;

        var taken = Task.Run(() => queue.Take(() => hasAsked = true), TestContext.Current.CancellationToken);
        queue.Read();

        Assert.Equal("second", (await taken)?.Job);
        Assert.False(hasAsked);
    }

    [Fact]
    public async Task A_reader_that_begins_late_gets_all_outcomes_and_workers_wait_for_it()
    {
        const int most = 256, held = 4;
        await using var fake = new FakePool(workers: 1);
        fake.Start([.. Enumerable.Range(0, 600).Select(i => new FakeWorker.FakeJob { Text = $"{i}", OutputFile = fake.FileNamed($"{i}") })]);
        await Eventually.TrueAsync(() => Directory.GetFiles(fake.FileNamed("")).Length >= most);

        var begun = Directory.GetFiles(fake.FileNamed("")).Length;
        await fake.DrainAsync();

        Assert.InRange(begun, most, most + held);
        Assert.Equal(600, fake.Settled.Select(end => end.Result?.Text).Distinct().Count());
    }
}
