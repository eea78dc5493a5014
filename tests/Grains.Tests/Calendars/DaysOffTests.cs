using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Tests.Rules;

namespace Scheduling.Grains.Tests;

/// <summary>French public holidays: dates as published, places by their codes.</summary>
public sealed class DaysOffTests
{
    private static readonly DateTimeZone Paris = WallClock.Zone("Europe/Paris");

    // As published by service-public.fr for these years.
    [Theory]
    [InlineData(2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25")]
    [InlineData(2027, "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25")]
    [InlineData(2028, "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25")]
    // Ascension fell on the 1st of May.
    [InlineData(2008, "01-01 03-24 05-01 05-08 05-12 07-14 08-15 11-01 11-11 12-25")]
    public void During_AYearInTheIndre_IsTheNationalList(int year, string expected) =>
        Assert.Equal(expected, string.Join(' ', Year(year, "36").Select(day => Text(day.Date)[5..])));

    [Theory]
    [InlineData("57", "03-26 Vendredi saint; 12-26 Saint-Étienne")]
    [InlineData("67", "03-26 Vendredi saint; 12-26 Saint-Étienne")]
    [InlineData("68", "03-26 Vendredi saint; 12-26 Saint-Étienne")]
    [InlineData("2A", "")]
    [InlineData("971", "05-27 Abolition de l'esclavage")]
    [InlineData("972", "05-22 Abolition de l'esclavage")]
    [InlineData("973", "06-10 Abolition de l'esclavage")]
    [InlineData("974", "12-20 Abolition de l'esclavage")]
    [InlineData("975", "")]
    [InlineData("976", "04-27 Abolition de l'esclavage")]
    [InlineData("977", "10-09 Abolition de l'esclavage")]
    [InlineData("978", "05-28 Abolition de l'esclavage")]
    [InlineData("986", "04-28 Saint Pierre Chanel; 07-29 Fête du territoire")]
    [InlineData("987", "03-05 Arrivée de l'Évangile; 03-26 Vendredi saint; 11-20 Matari'i i ni'a")]
    [InlineData("988", "09-24 Fête de la citoyenneté")]
    public void During_2027Elsewhere_HasItsOwnDaysBesides(string department, string expected) => Assert.Equal(
        expected, string.Join("; ", Year(2027, department).Except(Year(2027, "36")).Select(day => $"{Text(day.Date)[5..]} {day.Name}")));

    [Fact]
    public void On_TwoHolidaysOnOneDay_SaysBoth() =>
        Assert.Equal("Fête du Travail, Ascension", DaysOff.On(new LocalDate(2008, 5, 1), "36"));

    [Fact]
    public void During_NoDepartment_IsEmpty() => Assert.Empty(Year(2027, null));

    // The extremes, and the exceptions of the computus.
    [Theory]
    [InlineData(1818, 3, 22)]
    [InlineData(1943, 4, 25)]
    [InlineData(1954, 4, 18)]
    [InlineData(1981, 4, 19)]
    [InlineData(2000, 4, 23)]
    [InlineData(2049, 4, 18)]
    [InlineData(2076, 4, 19)]
    [InlineData(2285, 3, 22)]
    public void EasterSunday_HardYears_AreRight(int year, int month, int day) =>
        Assert.Equal(new LocalDate(year, month, day), Easter.Sunday(year));

    [Fact]
    public void EasterSunday_EveryYear_IsASundayWithinItsLimits() => Assert.All(Enumerable.Range(1583, 1000), year =>
    {
        var easter = Easter.Sunday(year);
        Assert.Equal(IsoDayOfWeek.Sunday, easter.DayOfWeek);
        Assert.InRange(easter, new LocalDate(year, 3, 22), new LocalDate(year, 4, 25));
    });

    [Theory]
    [InlineData("36005", "67000", "Europe/Paris", "36")]
    [InlineData("2A004", "20000", "Europe/Paris", "2A")]
    [InlineData("97411", "97400", "Europe/Paris", "974")]
    [InlineData("97123", "97133", "America/St_Barthelemy", "977")]
    [InlineData("97801", "97150", "America/Marigot", "978")]
    [InlineData("98818", "98800", "Pacific/Noumea", "988")]
    [InlineData(null, "67000", "Europe/Paris", "67")]
    [InlineData(null, "20000", "Europe/Paris", "20")]
    [InlineData(null, "97133", "America/Guadeloupe", "977")]
    [InlineData(null, "97150", "Europe/Paris", "978")]
    [InlineData(null, "98713", "Pacific/Tahiti", "987")]
    [InlineData(null, "98000", "Europe/Paris", null)]
    [InlineData(null, "10115", "Europe/Berlin", null)]
    [InlineData(null, "SW1A 1AA", "Europe/London", null)]
    [InlineData(null, null, "Europe/Paris", null)]
    [InlineData("99138", "98000", "Europe/Paris", null)]
    public void Of_AnAddress_IsItsDepartment(string? inseeCode, string? postalCode, string zone, string? expected) =>
        Assert.Equal(expected, FrenchDepartment.Of(inseeCode, postalCode, zone));

    [Theory]
    [InlineData("2027-07-13T21:00:00Z", "2027-07-13T22:00:00Z", "")]
    [InlineData("2027-07-13T21:00:00Z", "2027-07-13T22:30:00Z", "Closed dayOff 2027-07-14 Fête nationale")]
    [InlineData("2027-07-14T08:00:00Z", "2027-07-14T10:00:00Z", "Closed dayOff 2027-07-14 Fête nationale")]
    [InlineData("2027-07-14T22:00:00Z", "2027-07-14T23:00:00Z", "")]
    public void Check_DayOffInTheVenuesZone_RefusesWhatMeetsIt(string start, string end, string expected)
    {
        var terms = Some.Terms with { InseeCode = "36005" };

        var refusals = RoomRules.Check(A.Room, terms, A.Utc(start, end), 1, Some.Now);
        var opened = RoomRules.Check(A.Room, terms with { OpensOnDaysOff = true }, A.Utc(start, end), 1, Some.Now);

        Assert.StartsWith(expected, string.Join('\n', refusals.Select(Some.Line)), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, refusals.IsEmpty);
        Assert.Empty(opened);
    }

    [Fact]
    public void OpeningHours_AcrossADayOff_EndAtItsMidnights()
    {
        var open = new OpeningHours(A.Venue.OpeningHours, Paris, "36").During(A.Utc("2027-07-13T00:00:00Z", "2027-07-16T00:00:00Z"));

        Assert.Equal([A.Utc("2027-07-13T00:00:00Z", "2027-07-13T22:00:00Z"), A.Utc("2027-07-14T22:00:00Z", "2027-07-16T00:00:00Z")], open);
    }

    private static List<DayOff> Year(int year, string? department) => [.. DaysOff.During(
        new Period(new LocalDate(year, 1, 1).AtStartOfDayInZone(Paris).ToInstant(), new LocalDate(year + 1, 1, 1).AtStartOfDayInZone(Paris).ToInstant()),
        Paris, department)];

    private static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
