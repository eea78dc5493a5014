namespace Scheduling.Grains.Tests;

/// <summary>Every pair of periods on a line of seven ticks, against the set of ticks each one holds.</summary>
public sealed class PeriodTests
{
    private const int Ticks = 7;

    private static readonly ImmutableArray<Period> All =
    [
        .. from start in Enumerable.Range(0, Ticks)
           from end in Enumerable.Range(start + 1, Ticks - start)
           select new Period(At(start), At(end)),
    ];

    [Fact]
    public void Relations_EveryPair_AgreeWithSetsOfTicks()
    {
        foreach (var one in All)
        {
            foreach (var other in All)
            {
                var (mine, theirs) = (TicksOf(one), TicksOf(other));
                Assert.Equal(mine.Overlaps(theirs), one.Overlaps(other));
                Assert.Equal(mine.IsSupersetOf(theirs), one.Contains(other));
                Assert.Equal(mine.Intersect(theirs), one.Intersect(other) is { } shared ? TicksOf(shared) : []);
            }
        }
    }

    [Fact]
    public void ContainsInstant_EveryTick_IsHalfOpen()
    {
        foreach (var period in All)
            Assert.Equal(TicksOf(period), Enumerable.Range(0, Ticks + 1).Where(tick => period.Contains(At(tick))));
    }

    [Fact]
    public void Widen_BeforeAndAfter_MovesEachEndOutwards()
    {
        var period = new Period(At(3), At(4)).Widen(Duration.FromTicks(2), Duration.FromTicks(1));

        Assert.Equal(new Period(At(1), At(5)), period);
        Assert.Equal(Duration.FromTicks(4), period.Length);
    }

    private static Instant At(int tick) => Instant.FromUnixTimeTicks(tick);

    private static SortedSet<int> TicksOf(Period period) =>
        [.. Enumerable.Range(0, Ticks + 1).Where(tick => At(tick) >= period.Start && At(tick) < period.End)];
}
