using Scheduling.Grains.Directory;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>What is told of days, against a list of what was told last of each.</summary>
public sealed class TakenQuartersTests
{
    private const int Today = 20_878, Ahead = 366;
    private readonly Dice _dice = new();

    [Fact]
    public void Meet_RandomDays_IsTrueOfWhatWasToldLastOfThem()
    {
        for (var round = 0; round < 300; round++)
        {
            var (taken, told, today) = (new TakenQuarters(), new Dictionary<int, TakenDay>(), Today);
            for (var i = 0; i < 12; i++)
            {
                today += _dice.Between(0, 2);
                TakenDay[] news = [.. Enumerable.Range(0, _dice.Between(1, 3)).Select(_ => RandomDay()).DistinctBy(day => day.Day)];
                taken.Note([.. news], today);
                foreach (var day in news)
                    told[day.Day] = day;
                var asked = RandomPeriod();
                var expected = told.Values.Any(day => day.Day >= today && day.Day < today + Ahead && QuarterHours.Of(asked).Any(day.Meets));
                // What is past when it is asked for may be known or not: nobody can book it.
                if (QuarterHours.DayOf(asked.Start) >= today)
                    Assert.True(expected == taken.Meet(QuarterHours.Of(asked)), $"{asked} on {today}: {string.Join(", ", told.Values)}. {Dice.Replay}");
            }
        }
    }

    [Fact]
    public void Meet_DayPastTheHorizon_IsNotKnown()
    {
        var taken = new TakenQuarters();

        taken.Note([new TakenDay(Today + Ahead - 1, 1, 0), new TakenDay(Today + Ahead, 1, 0)], Today);

        Assert.True(taken.Meet(QuarterHours.Of(QuarterHours.Span(Today + Ahead - 1))));
        Assert.False(taken.Meet(QuarterHours.Of(QuarterHours.Span(Today + Ahead))));
    }

    private TakenDay RandomDay()
    {
        var day = Today + _dice.Between(0, 14);
        var start = QuarterHours.Span(day).Start + Duration.FromMinutes(15 * _dice.Between(0, 95));
        return _dice.Between(0, 4) == 0 ? new TakenDay(day, 0, 0) : QuarterHours.Mark(day, [new(start, start + Duration.FromMinutes(_dice.Between(15, 300)))]);
    }

    private Calendars.Period RandomPeriod()
    {
        var start = QuarterHours.Span(Today + _dice.Between(0, 14)).Start + Duration.FromMinutes(_dice.Between(0, 1439));
        return new(start, start + Duration.FromMinutes(_dice.Between(15, 2_000)));
    }
}
