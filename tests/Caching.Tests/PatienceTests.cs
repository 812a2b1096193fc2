using Microsoft.Extensions.Time.Testing;

using Thumbs.Caching.Remote;

namespace Thumbs.Caching.Tests;

public sealed class PatienceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Patience _patience;
    private bool _isExhausted;

    public PatienceTests() => _patience = new(TimeSpan.FromSeconds(3), () => _isExhausted = true, _time);

    public ValueTask DisposeAsync() => _patience.DisposeAsync();

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Waiting_takes_out_of_it_until_it_is_empty()
    {
        _patience.Begin();
        Pass(2.9);
        Assert.False(_isExhausted);
        Pass(0.2);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Time_in_which_nobody_waits_costs_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            _patience.Begin();
            Pass(0.25);
            _patience.End();
            Pass(100);
        }

        Assert.False(_isExhausted);
        _patience.Begin();
        Pass(0.51);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Sixteen_who_wait_at_once_cost_what_one_costs()
    {
        for (var i = 0; i < 16; i++)
            _patience.Begin();
        Pass(2.9);
        Assert.False(_isExhausted);
    }

    [Fact]
    public void A_server_that_is_worth_its_time_is_waited_for_without_end()
    {
        _patience.Begin();
        for (var i = 0; i < 100; i++)
        {
            Pass(1);
            _patience.Repay(TimeSpan.FromSeconds(1));
        }

        Assert.False(_isExhausted);
    }

    [Fact]
    public void A_server_that_is_not_is_given_up()
    {
        _patience.Begin();
        for (var i = 0; i < 4; i++)
        {
            Pass(1);
            _patience.Repay(TimeSpan.FromSeconds(0.5));
        }

        Assert.False(_isExhausted);
        Pass(1.1);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Nothing_is_saved_up()
    {
        _patience.Repay(TimeSpan.FromHours(1));
        _patience.Begin();
        Pass(3.1);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void What_was_lost_to_faults_is_never_paid_back()
    {
        for (var i = 0; i < 2; i++)
        {
            var began = _patience.Begin();
            Pass(1);
            _patience.Lose(began);
            _patience.End();
            _patience.Repay(TimeSpan.FromHours(1));
        }

        _patience.Begin();
        Pass(0.9);
        Assert.False(_isExhausted);
        Pass(0.2);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Sixteen_who_lose_at_once_lose_what_one_loses()
    {
        var began = Enumerable.Range(0, 16).Select(_ => _patience.Begin()).ToList();
        Pass(1);
        began.ForEach(_patience.Lose);
        Pass(1.9);
        Assert.False(_isExhausted);
    }
}
