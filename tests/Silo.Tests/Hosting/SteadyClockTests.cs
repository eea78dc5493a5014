using Microsoft.Extensions.Time.Testing;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>Time that never goes back.</summary>
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider machine = new(Start);

    [Fact]
    public void GetUtcNow_ClockSetBack_StandsStillUntilThatTimeHasComeAgain()
    {
        var clock = new SteadyClock(machine);
        Assert.Equal(Start, clock.GetUtcNow());

        machine.AdjustTime(Start.AddHours(-1));
        Assert.Equal(Start, clock.GetUtcNow());
        machine.AdjustTime(Start.AddMinutes(1));

        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
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
