using System.Globalization;
using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Tests;

public sealed class IsoWeekTests
{
    [Fact]
    public void Of_EveryDayFor230Years_AgreesWithTheFrameworkAndReadsBack()
    {
        for (var day = new DateTime(1970, 1, 1); day.Year < 2200; day = day.AddDays(1))
        {
            var midnight = Instant.FromDateTimeUtc(DateTime.SpecifyKind(day, DateTimeKind.Utc));
            var (week, lateInTheDay) = (IsoWeek.Of(midnight), IsoWeek.Of(midnight + Duration.FromDays(1) - Duration.Epsilon));

            Assert.Equal($"{ISOWeek.GetYear(day):0000}W{ISOWeek.GetWeekOfYear(day):00}", week.ToString());
            Assert.Equal(week, lateInTheDay);
            Assert.Equal(week, IsoWeek.Parse(week.ToString()));
            Assert.True(week.Span.Contains(midnight));
            Assert.Equal(Duration.FromDays(7), week.Span.Length);
            Assert.Equal(DayOfWeek.Monday, week.Start.ToDateTimeUtc().DayOfWeek);
        }
    }

    [Theory]
    [InlineData("2027W12", "2027-03-22")]
    [InlineData("2026W53", "2026-12-28")]
    [InlineData("2032W53", "2032-12-27")]
    [InlineData("2027W01", "2027-01-04")]
    [InlineData("1970W01", "1969-12-29")]
    public void Parse_Week_StartsOnItsMonday(string text, string monday)
    {
        var week = IsoWeek.Parse(text);

        Assert.Equal(monday, week.Start.InUtc().Date.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture));
        Assert.Equal(text, week.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2027W00")]
    [InlineData("2027W53")]
    [InlineData("2026W54")]
    [InlineData("1969W52")]
    [InlineData("2027w12")]
    [InlineData("2027-12")]
    [InlineData("2027W1")]
    [InlineData("2027W123")]
    [InlineData("+027W12")]
    [InlineData("2027W+1")]
    [InlineData(" 027W12")]
    [InlineData("2027W 1")]
    [InlineData("2027W1\0")]
    [InlineData("٢٠٢٧W١٢")]
    [InlineData("9999W52")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(IsoWeek.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IsoWeek.Parse(text));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 6, 1)]
    [InlineData(0, 7, 2)]
    [InlineData(-1, 7, 3)]
    [InlineData(1, 0, 1)]
    [InlineData(7, 0, 0)]
    public void Between_Days_IsEveryWeekFromFirstToLast(int first, int last, int count)
    {
        var monday = IsoWeek.Parse("2026W53").Start;

        var weeks = IsoWeek.Between(monday + Duration.FromDays(first), monday + Duration.FromDays(last)).ToList();

        Assert.Equal(count, weeks.Count);
        Assert.Equal(weeks.Order(Comparer<IsoWeek>.Create((a, b) => a.Number.CompareTo(b.Number))).Distinct(), weeks);
    }
}
