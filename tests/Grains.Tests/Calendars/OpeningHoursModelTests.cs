using NodaTime.Text;
using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Tests;

/// <summary>Opening hours around every kind of clock change, against a clock that is read minute by minute.</summary>
public sealed class OpeningHoursModelTests
{
    private const int Weeks = 20;
    private const int QuestionsPerWeek = 20;
    private const int Minutes = 14 * 1440;

    private Dice _dice = new();

    [Theory]
    [InlineData("Europe/Paris", "2027-03-28")]
    [InlineData("Europe/Paris", "2027-10-31")]
    [InlineData("Europe/Paris", "2027-01-03")]
    [InlineData("Asia/Kathmandu", "2027-03-28")]
    [InlineData("Pacific/Noumea", "2027-03-28")]
    [InlineData("America/Guadeloupe", "2027-03-28")]
    [InlineData("Indian/Reunion", "2032-12-31")]
    // Half an hour forth and back.
    [InlineData("Australia/Lord_Howe", "2027-04-04")]
    [InlineData("Australia/Lord_Howe", "2027-10-03")]
    // A quarter of an hour off, and a change at 02:45.
    [InlineData("Pacific/Chatham", "2027-04-04")]
    [InlineData("Pacific/Chatham", "2027-09-26")]
    [InlineData("America/St_Johns", "2027-03-14")]
    [InlineData("America/St_Johns", "2027-11-07")]
    // One minute past midnight, back into the day before.
    [InlineData("America/St_Johns", "2010-11-07")]
    [InlineData("America/St_Johns", "2011-03-13")]
    // Winter time in Ramadan.
    [InlineData("Africa/Casablanca", "2027-02-07")]
    [InlineData("Africa/Casablanca", "2027-03-14")]
    // Midnight is missing, midnight comes twice.
    [InlineData("America/Havana", "2027-03-14")]
    [InlineData("Asia/Beirut", "2027-03-28")]
    [InlineData("Asia/Beirut", "2027-10-31")]
    // There was no 30 December.
    [InlineData("Pacific/Apia", "2011-12-30")]
    public void During_RandomHoursAndPeriods_AgreesWithEveryMinute(string zoneId, string around)
    {
        _dice = new Dice($"{zoneId} {around}");
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var day = LocalDatePattern.Iso.Parse(around).Value.AtMidnight().InUtc().ToInstant();
        var clock = new MinuteClock(zone, day - Duration.FromMinutes(Minutes / 2), Minutes);
        var change = clock.FirstChange ?? Minutes / 2;
        for (var i = 0; i < Weeks; i++)
        {
            var weekly = RandomWeek();
            var open = clock.Open(weekly);
            var hours = new OpeningHours([.. weekly], zone);
            for (var question = 0; question < QuestionsPerWeek; question++)
                Ask(clock, change, open, hours, weekly);
        }
    }

    private void Ask(MinuteClock clock, int change, bool[] open, OpeningHours hours, List<WeeklyHours> weekly)
    {
        // Half of them near the change; the first and last days of the model are cut off.
        var from = _dice.OneIn(2) ? change + _dice.Between(-180, 120) : Minutes / 2 + _dice.Between(-4 * 1440, 4 * 1440);
        var to = from + (_dice.OneIn(4) ? _dice.Between(1, 1440) : _dice.OneIn(2) ? _dice.Between(1, 120) : 15 * _dice.Between(1, 16));
        var period = new Period(clock.At(from), clock.At(to));

        var during = hours.During(period);

        Assert.True(RunsOf(clock, open, from, to).SequenceEqual(during),
            $"{OpeningHours.Describe([.. weekly])} in {period}: {string.Join(", ", during)}. {Dice.Replay}");
        Assert.Equal(!open[from..to].Contains(false), hours.Covers(period));
    }

    private static IEnumerable<Period> RunsOf(MinuteClock clock, bool[] open, int from, int to)
    {
        for (var minute = from; minute < to; minute++)
        {
            if (!open[minute])
                continue;
            var start = minute;
            while (minute < to && open[minute])
                minute++;
            yield return new Period(clock.At(start), clock.At(minute));
        }
    }

    private List<WeeklyHours> RandomWeek() =>
        [.. Enumerable.Range(0, _dice.Between(0, 14)).Select(_ => RandomHours())];

    private WeeklyHours RandomHours()
    {
        var day = (IsoDayOfWeek)_dice.Between(1, 7);
        return _dice.Between(1, 5) switch
        {
            1 => new WeeklyHours(day, LocalTime.Midnight, LocalTime.Midnight),
            2 => new WeeklyHours(day, Time(_dice.Between(0, 4 * 60)), Time(_dice.Between(0, 4 * 60))),
            3 => new WeeklyHours(day, Time(_dice.Between(20 * 60, 1439)), Time(_dice.Between(0, 4 * 60))),
            4 => new WeeklyHours(day, Time(15 * _dice.Between(0, 16)), Time(15 * _dice.Between(0, 95))),
            _ => new WeeklyHours(day, Time(_dice.Between(0, 1439)), Time(_dice.Between(0, 1439))),
        };
    }

    private static LocalTime Time(int minute) => LocalTime.FromMinutesSinceMidnight(minute);
}
