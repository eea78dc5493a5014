using Microsoft.Extensions.Time.Testing;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>Time that never jumps.</summary>
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Machine machine = new();

    [Fact]
    public void GetUtcNow_ClockSetBackAnHour_GoesOnAndIsRightAfterTwoHours()
    {
        var clock = new SteadyClock(machine);

        machine.Ahead = -Hour;
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

        machine.Ahead = Hour;
        Assert.Equal(Start, clock.GetUtcNow());
        machine.Advance(Hour);

        Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_ClockSetAndSetRightAgain_HardlyMoves()
    {
        var clock = new SteadyClock(machine);

        machine.Ahead = Hour;
        machine.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());
        machine.Ahead = TimeSpan.Zero;
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

    /// <summary>A machine whose clock can be set; what measures spans goes on as before.</summary>
    private sealed class Machine : TimeProvider
    {
        private readonly FakeTimeProvider spans = new(Start);

        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => spans.TimestampFrequency;

        public void Advance(TimeSpan time) => spans.Advance(time);

        public override DateTimeOffset GetUtcNow() => spans.GetUtcNow() + Ahead;

        public override long GetTimestamp() => spans.GetTimestamp();
    }
}
