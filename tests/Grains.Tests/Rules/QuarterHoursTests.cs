using Scheduling.Grains.Directory;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Bits of quarter-hours against 96 periods looked at one by one.</summary>
public sealed class QuarterHoursTests
{
    private const int Day = 20_878;
    private readonly Dice _dice = new();

    [Fact]
    public void Mark_RandomPeriods_SetsTheBitsOfTheQuartersTheyTouch()
    {
        for (var i = 0; i < 5_000; i++)
        {
            var taken = Enumerable.Range(0, _dice.Between(0, 4)).Select(_ => RandomPeriod()).ToList();

            var marked = QuarterHours.Mark(Day, taken);

            Assert.Equal(Day, marked.Day);
            for (var quarter = 0; quarter < 96; quarter++)
                if (Bit(marked, quarter) != taken.Exists(period => Shares(period, Quarter(quarter))))
                    Assert.Fail($"Quarter {quarter} of {string.Join(", ", taken)}. {Dice.Replay}");
            Assert.Equal(0ul, marked.High >> 32);
        }
    }

    [Fact]
    public void Meets_RandomPeriods_LooksAtTheQuartersTheyTouch()
    {
        for (var i = 0; i < 5_000; i++)
        {
            var (taken, asked) = (RandomPeriod(), RandomPeriod());
            var marked = QuarterHours.Mark(Day, [taken]);
            var expected = Enumerable.Range(0, 96).Any(quarter =>
                Shares(taken, Quarter(quarter)) && Shares(asked, Quarter(quarter)));

            Assert.True(expected == QuarterHours.Of(asked).Any(marked.Meets), $"{taken}, asked {asked}. {Dice.Replay}");
        }
    }

    [Fact]
    public void Meets_RandomPeriods_NeverMissesAnOverlap()
    {
        for (var i = 0; i < 5_000; i++)
        {
            var (taken, asked) = (RandomPeriod(), RandomPeriod());
            if (taken.Intersect(asked)?.Intersect(QuarterHours.Span(Day)) is not null)
                Assert.True(QuarterHours.Of(asked).Any(QuarterHours.Mark(Day, [taken]).Meets), $"{taken}, asked {asked}. {Dice.Replay}");
        }
    }

    [Theory]
    [InlineData(0, 1440, 0)]
    [InlineData(-1, 0, -1)]
    [InlineData(-1, 1, -1, 0)]
    [InlineData(1439, 1441, 0, 1)]
    [InlineData(0, 7 * 1440, 0, 1, 2, 3, 4, 5, 6)]
    public void DaysOf_Period_AreTheUtcDaysItTouches(int from, int to, params int[] days) =>
        Assert.Equal(days.Select(day => Day + day), QuarterHours.DaysOf(new Period(At(from), At(to))));

    [Fact]
    public void DaysOf_LastNanosecondOfADay_IsThatDay() => Assert.Equal(
        [Day], QuarterHours.DaysOf(new Period(At(1440) - Duration.Epsilon, At(1440))));

    private Period RandomPeriod()
    {
        var step = _dice.Pick([1, 5, 15, 60]);
        var from = At(step * _dice.Between(-1440 / step, 2880 / step));
        var period = new Period(from, from + Duration.FromMinutes(step * _dice.Between(1, 600 / step)));
        return _dice.OneIn(5) ? period with { End = period.End + Duration.Epsilon } : period;
    }

    private static Instant At(int minute) => QuarterHours.Span(Day).Start + Duration.FromMinutes(minute);

    private static Period Quarter(int number) => new(At(15 * number), At(15 * (number + 1)));

    private static bool Shares(Period one, Period other) => one.Start < other.End && other.Start < one.End;

    private static bool Bit(TakenDay day, int quarter) =>
        ((quarter < 64 ? day.Low >> quarter : day.High >> (quarter - 64)) & 1) == 1;
}
