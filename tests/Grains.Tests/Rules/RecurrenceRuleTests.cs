using CsCheck;
using NodaTime.Text;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Rules become dates on the wall clock of a zone, or a refusal that says what is wrong; and quickly either way.</summary>
public sealed class RecurrenceRuleTests
{
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    [Theory]
    // Rules as people write them.
    [InlineData("FREQ=WEEKLY;COUNT=3", "2027-03-02", "2027-03-02 2027-03-09 2027-03-16")]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=3", "2027-03-02", "2027-03-02 2027-03-09 2027-03-16")]
    [InlineData("freq=weekly;count=2", "2027-03-02", "2027-03-02 2027-03-09")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2027-03-02", "2027-03-02 2027-03-16 2027-03-30")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "2027-03-02", "2027-03-02 2027-03-04 2027-03-09 2027-03-11")]
    [InlineData("FREQ=DAILY;COUNT=3", "2027-12-31", "2027-12-31 2028-01-01 2028-01-02")]
    [InlineData("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=4", "2027-03-04", "2027-03-04 2027-03-05 2027-03-08 2027-03-09")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "2027-03-01", "2027-03-01 2027-04-05 2027-05-03")]
    [InlineData("FREQ=MONTHLY;BYDAY=+1MO;COUNT=2", "2027-03-01", "2027-03-01 2027-04-05")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2027-01-29", "2027-01-29 2027-02-26 2027-03-26")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "2027-01-29", "2027-01-29 2027-02-26 2027-03-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2027-01-31", "2027-01-31 2027-03-31 2027-05-31")]
    [InlineData("FREQ=MONTHLY;COUNT=3", "2027-01-31", "2027-01-31 2027-03-31 2027-05-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2028-01-31", "2028-01-31 2028-02-29 2028-03-31")]
    [InlineData("FREQ=YEARLY;COUNT=3", "2027-07-14", "2027-07-14 2028-07-14 2029-07-14")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", "2028-02-29", "2028-02-29 2032-02-29 2036-02-29")]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", "2028-02-29", "2028-02-29 2032-02-29")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=10;BYDAY=TU;COUNT=2", "2027-03-09", "2027-03-09 2028-03-07")]
    [InlineData("FREQ=YEARLY;BYYEARDAY=-1;COUNT=2", "2027-12-31", "2027-12-31 2028-12-31")]
    // Where it ends: the last date is included, at its own time of day.
    [InlineData("FREQ=WEEKLY;UNTIL=20270316", "2027-03-02", "2027-03-02 2027-03-09 2027-03-16")]
    [InlineData("FREQ=WEEKLY;UNTIL=20270316T093000", "2027-03-02", "2027-03-02 2027-03-09 2027-03-16")]
    [InlineData("FREQ=WEEKLY;UNTIL=20270316T092959", "2027-03-02", "2027-03-02 2027-03-09")]
    [InlineData("FREQ=WEEKLY;UNTIL=20270316T083000Z", "2027-03-02", "2027-03-02 2027-03-09 2027-03-16")]
    [InlineData("FREQ=WEEKLY;UNTIL=20270316T082959Z", "2027-03-02", "2027-03-02 2027-03-09")]
    // The instant is the summer's: 09:30 is 07:30Z by then.
    [InlineData("FREQ=WEEKLY;UNTIL=20270330T073000Z", "2027-03-23", "2027-03-23 2027-03-30")]
    [InlineData("FREQ=WEEKLY;UNTIL=20270330T072959Z", "2027-03-23", "2027-03-23")]
    public void Expand_Rule_GivesItsDates(string rule, string first, string dates) =>
        Assert.Equal(dates.Split(' '), Slots(rule, first).Select(slot => Date.Format(slot.Date)));

    [Theory]
    // Both changes of the clock: 09:30 stays 09:30.
    [InlineData("Europe/Paris", "2027-03-23", "09:30", "2027-03-23T08:30:00Z 2027-03-30T07:30:00Z")]
    [InlineData("Europe/Paris", "2027-10-26", "09:30", "2027-10-26T07:30:00Z 2027-11-02T08:30:00Z")]
    // Never a change.
    [InlineData("Indian/Reunion", "2027-03-23", "09:30", "2027-03-23T05:30:00Z 2027-03-30T05:30:00Z")]
    [InlineData("Indian/Reunion", "2027-10-26", "09:30", "2027-10-26T05:30:00Z 2027-11-02T05:30:00Z")]
    // A time that does not exist moves to the next instant, one that exists twice means the first.
    [InlineData("Europe/Paris", "2027-03-21", "02:30", "2027-03-21T01:30:00Z 2027-03-28T01:00:00Z")]
    [InlineData("Europe/Paris", "2027-10-24", "02:30", "2027-10-24T00:30:00Z 2027-10-31T00:30:00Z")]
    public void Expand_AcrossClockChanges_KeepsTheWallClock(string zone, string first, string startsAt, string starts)
    {
        var slots = Parsed("FREQ=WEEKLY;COUNT=2").Expand(Date.Parse(first).Value, LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(startsAt).Value,
            Duration.FromHours(2), [], DateTimeZoneProviders.Tzdb[zone]).Value!.All;

        Assert.Equal(starts.Split(' '), slots.Select(slot => InstantPattern.General.Format(slot.Period.Start)));
        Assert.All(slots, slot => Assert.Equal(Duration.FromHours(2), slot.Period.Length));
    }

    [Fact]
    public void Expand_Exceptions_AreLeftOutAndCounted() => Assert.Equal(
        ["2027-03-02", "2027-03-16"], Expand("FREQ=WEEKLY;COUNT=3", "2027-03-02", except: "2027-03-09").Value!.All.Select(slot => Date.Format(slot.Date)));

    [Theory]
    [InlineData("")]
    [InlineData("WEEKLY")]
    [InlineData("FREQ=WEEKLY")]
    [InlineData("FREQ=WEEKLY;COUNT=3;UNTIL=20271231")]
    [InlineData("FREQ=WEEKLY;FREQ=DAILY;COUNT=3")]
    [InlineData("FREQ=HOURLY;COUNT=3")]
    [InlineData("FREQ=MINUTELY;COUNT=3")]
    [InlineData("FREQ=SECONDLY;COUNT=3")]
    [InlineData("FREQ=WEEKLY;COUNT=105")]
    [InlineData("FREQ=WEEKLY;COUNT=0")]
    [InlineData("FREQ=WEEKLY;COUNT=-1")]
    [InlineData("FREQ=WEEKLY;COUNT=99999999999")]
    [InlineData("FREQ=WEEKLY;COUNT=3\0")]
    [InlineData("FREQ=WEEKLY;COUNT=3;INTERVAL=0")]
    [InlineData("FREQ=WEEKLY;COUNT=3;INTERVAL=2147483647")]
    [InlineData("FREQ=WEEKLY;COUNT=3;BYHOUR=9,14")]
    [InlineData("FREQ=WEEKLY;COUNT=3;BYDAY=XX")]
    [InlineData("FREQ=WEEKLY;COUNT=3;BYDAY=1TU")]
    [InlineData("FREQ=WEEKLY;COUNT=3;BYMONTHDAY=1")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=32")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYMONTH=13")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYWEEKNO=3")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYSETPOS=1")]
    [InlineData("FREQ=WEEKLY;COUNT=3;WKST=1MO")]
    [InlineData("FREQ=WEEKLY;COUNT=3;X-OWN=1")]
    [InlineData("FREQ=WEEKLY;UNTIL=2027-12-31")]
    [InlineData("FREQ=WEEKLY;UNTIL=20271331")]
    [InlineData("FREQ=WEEKLY;UNTIL=Z")]
    // More than 104, by UNTIL.
    [InlineData("FREQ=DAILY;UNTIL=20291231")]
    [InlineData("FREQ=DAILY;UNTIL=99991231")]
    // Before the first date.
    [InlineData("FREQ=WEEKLY;UNTIL=20260101")]
    // Never, hardly ever, or beyond ten years.
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2")]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2")]
    [InlineData("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31;UNTIL=99991231")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=2")]
    [InlineData("FREQ=YEARLY;COUNT=104")]
    [InlineData("FREQ=YEARLY;INTERVAL=1000;COUNT=2")]
    [InlineData("FREQ=DAILY;INTERVAL=1000;COUNT=104")]
    // The first date is not one of it.
    [InlineData("FREQ=WEEKLY;BYDAY=MO;COUNT=3")]
    public void Expand_RuleThatWillNotDo_IsRefusedByName(string rule) =>
        Assert.Equal("rule", Assert.IsType<InvalidInputRefusal>(Assert.Single(Expand(rule, "2027-03-02").Refusals)).Field);

    [Fact]
    public void Expand_DatesThatOverlap_AreRefused()
    {
        var refused = Parsed("FREQ=DAILY;COUNT=2").Expand(new LocalDate(2027, 3, 2), new LocalTime(9, 30), Duration.FromHours(25), [], Paris);

        Assert.Equal("duration", Assert.IsType<InvalidInputRefusal>(Assert.Single(refused.Refusals)).Field);
    }

    [Fact]
    public void Expand_EveryDateExcepted_IsRefused()
    {
        var refused = Expand("FREQ=WEEKLY;COUNT=1", "2027-03-02", except: "2027-03-02");

        Assert.Equal("except", Assert.IsType<InvalidInputRefusal>(Assert.Single(refused.Refusals)).Field);
    }

    [Fact]
    public void Expand_WeeksByNumberReachIntoTwoYears_DatesAreInOrderAndNoneTwice() => AssertSound(
        Expand(
            "FREQ=YEARLY;COUNT=82;BYMONTH=8,8,10,11,7,2,8,1,3,6,8,4,12,12,10,11,7,6,4,8,5,10,7,9,11,7,1,7,9,3,4,1,1,3,7,5,10,7;BYWEEKNO=-23,-17,28,-19,-19,7,-12,11,3,-37,-48,-26,-41,-51,40,-7,48,5,-21,-10,-28,7,-3,19,-35,-19,-48,-27,33;BYDAY=SA,FR;BYSETPOS=342,-5,221,-324,252,-323,-16,239,341,9,272,289,112,45,-219,261,224,-1,198,-125,109,-171,-352,-305,222,110,33,-220,-121,-281,-195,28,312,-172,-82",
            Date.Format(new LocalDate(2027, 1, 1).PlusDays(3606))),
        "one that random tests found");

    [Fact]
    public void Expand_AnyRuleOfItsParts_GivesAtMost104DatesInOrder()
    {
        var frequency = Gen.OneOf("DAILY", "WEEKLY", "MONTHLY", "YEARLY").Select(value => $"FREQ={value}");
        var end = Gen.OneOf(Gen.Int[1, 104].Select(value => $"COUNT={value}"), Gen.OneOf("UNTIL=20270501", "UNTIL=20351231T235959Z", "UNTIL=99991231"));
        var weekDay = Gen.OneOf("MO", "TU", "WE", "TH", "FR", "SA", "SU");
        var part = Gen.OneOf(
            Gen.Int[1, 1_000].Select(value => $"INTERVAL={value}"),
            weekDay.Array[1, 7].Select(days => $"BYDAY={string.Join(',', days)}"),
            Gen.Select(Gen.Int[-53, 53].Where(number => number != 0), weekDay).Array[1, 20]
                .Select(days => $"BYDAY={string.Join(',', days.Select(day => $"{day.Item1}{day.Item2}"))}"),
            Numbers("BYMONTHDAY", -31, 31), Numbers("BYYEARDAY", -366, 366), Numbers("BYWEEKNO", -53, 53), Numbers("BYMONTH", 1, 12),
            Numbers("BYSETPOS", -366, 366), weekDay.Select(day => $"WKST={day}"));

        Gen.Select(frequency, end, part.Array[0, 6], Gen.Int[0, 4_000]).Sample((first, last, parts, day) =>
        {
            var rule = string.Join(';', parts.Prepend(last).Prepend(first).DistinctBy(text => text.Split('=')[0]));

            var outcome = Expand(rule, Date.Format(new LocalDate(2027, 1, 1).PlusDays(day)));

            AssertSound(outcome, rule);
        }, iter: 3_000);
    }

    [Fact]
    public void Expand_AnyText_IsRefusedOrGivesDates() =>
        Gen.String[Gen.Char["FREQ=WKLYDAIMONTH;,COUNTIL0123456789-+BYSEPZ:é\0 \n"], 0, 80]
            .Select(text => $"FREQ=DAILY;{text}")
            .Sample(text => AssertSound(Expand(text, "2027-03-02"), text), iter: 10_000);

    private static DateTimeZone Paris => DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static Gen<string> Numbers(string name, int least, int most) =>
        Gen.Int[least, most].Where(number => number != 0).Array[1, 40].Select(numbers => $"{name}={string.Join(',', numbers)}");

    private static void AssertSound(Outcome<SeriesSlots> outcome, string rule)
    {
        if (outcome.Value is not { } slots)
        {
            Assert.NotEmpty(outcome.Refusals);
            return;
        }

        Assert.InRange(slots.All.Length, 1, RecurrenceRule.DatesMax);
        Assert.True(slots.All.Zip(slots.All.Skip(1)).All(pair => pair.First.Date < pair.Second.Date), rule);
    }

    private static ImmutableArray<SeriesSlot> Slots(string rule, string first)
    {
        var outcome = Expand(rule, first);
        Assert.Empty(outcome.Refusals);
        return outcome.Value!.All;
    }

    private static RecurrenceRule Parsed(string rule) => RecurrenceRule.Parse(rule).Value!;

    private static Outcome<SeriesSlots> Expand(string rule, string first, string? except = null)
    {
        var parsed = RecurrenceRule.Parse(rule);
        return parsed.Value is null ? parsed.Refusals : parsed.Value.Expand(
            Date.Parse(first).Value, new LocalTime(9, 30), Duration.FromHours(2), except is null ? [] : [Date.Parse(except).Value], Paris);
    }
}
