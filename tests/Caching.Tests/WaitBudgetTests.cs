using Microsoft.Extensions.Time.Testing;

using Thumbs.Caching.Remote;

namespace Thumbs.Caching.Tests;

public sealed class WaitBudgetTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WaitBudget _waitBudget;
    private bool _isExhausted;

    public WaitBudgetTests() => _waitBudget = new(TimeSpan.FromSeconds(3), () => _isExhausted = true, _time);

    public ValueTask DisposeAsync() => _waitBudget.DisposeAsync();

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Waiting_takes_out_of_it_until_it_is_empty()
    {
        _waitBudget.Begin();
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
            _waitBudget.Begin();
            Pass(0.25);
            _waitBudget.End();
            Pass(100);
        }

        Assert.False(_isExhausted);
        _waitBudget.Begin();
        Pass(0.51);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Sixteen_who_wait_at_once_cost_what_one_costs()
    {
        for (var i = 0; i < 16; i++)
            _waitBudget.Begin();
        Pass(2.9);
        Assert.False(_isExhausted);
    }

    [Fact]
    public void A_server_that_is_worth_its_time_is_waited_for_without_end()
    {
        _waitBudget.Begin();
        for (var i = 0; i < 100; i++)
        {
            Pass(1);
            _waitBudget.Repay(TimeSpan.FromSeconds(1));
        }

        Assert.False(_isExhausted);
    }

    [Fact]
    public void A_server_that_is_not_is_given_up()
    {
        _waitBudget.Begin();
        for (var i = 0; i < 4; i++)
        {
            Pass(1);
            _waitBudget.Repay(TimeSpan.FromSeconds(0.5));
        }

        Assert.False(_isExhausted);
        Pass(1.1);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Nothing_is_saved_up()
    {
        _waitBudget.Repay(TimeSpan.FromHours(1));
        _waitBudget.Begin();
        Pass(3.1);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void What_was_lost_to_faults_is_never_paid_back()
    {
        for (var i = 0; i < 2; i++)
        {
            var began = _waitBudget.Begin();
            Pass(1);
            _waitBudget.Lose(began);
            _waitBudget.End();
            _waitBudget.Repay(TimeSpan.FromHours(1));
        }

        _waitBudget.Begin();
        Pass(0.9);
        Assert.False(_isExhausted);
        Pass(0.2);
        Assert.True(_isExhausted);
    }

    [Fact]
    public void Sixteen_who_lose_at_once_lose_what_one_loses()
    {
        var began = Enumerable.Range(0, 16).Select(_ => _waitBudget.Begin()).ToList();
        Pass(1);
        began.ForEach(_waitBudget.Lose);
        Pass(1.9);
        Assert.False(_isExhausted);
    }
}
