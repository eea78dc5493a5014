using Microsoft.Extensions.Time.Testing;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>Time that never jumps.</summary>
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider machine = new(Start);

    [Fact]
    public void GetUtcNow_ClockSetBackAnHour_GoesOnAndIsRightAfterTwoHours()
    {
        var clock = new SteadyClock(machine);

        machine.AdjustTime(Start - Hour);
        Assert.Equal(Start, clock.GetUtcNow());
        machine.Advance(Hour);
        Assert.Equal(Start + (Hour / 2), clock.GetUtcNow());
        machine.Advance(2 * Hour);

        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_ClockSetAnHourAhead_DoesNotJumpAndIsRightAfterAnHour()
    {
        var clock = new SteadyClock(machine);

        machine.AdjustTime(Start + Hour);
        Assert.Equal(Start, clock.GetUtcNow());
        machine.Advance(Hour);

        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_ClockSetAndSetRightAgain_HardlyMoves()
    {
        var clock = new SteadyClock(machine);

        machine.AdjustTime(Start + Hour);
        machine.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());
        machine.AdjustTime(Start.AddSeconds(5));
        machine.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Start.AddSeconds(15), clock.GetUtcNow());
    }

    [Fact]
    public async Task GetUtcNow_ManyAtOnce_NobodySeesItGoBack()
    {
        var clock = new SteadyClock(TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var before = clock.GetUtcNow();
            for (var i = 0; i < 100_000; i++)
            {
                var now = clock.GetUtcNow();
                Assert.True(now >= before);
                before = now;
            }
        })));
    }
}
