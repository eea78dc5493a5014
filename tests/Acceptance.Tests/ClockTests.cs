using System.Text.Json;
using NodaTime;
using NodaTime.Extensions;

namespace Scheduling.Acceptance.Tests;

/// <summary>Wall-clock rules on the days when the clocks change, across midnight, and far from Paris.</summary>
public sealed class ClockTests(SharedServer shared)
{
    // The days of next year on which Paris loses and gains an hour: 2027-03-28 and 2027-10-31, seen from 2026.
    private static readonly LocalDate[] s_changes =
    [
        .. Slot.Paris.GetZoneIntervals(Interval(Slot.Monday.Year + 1))
            .Skip(1).Select(interval => interval.Start.InZone(Slot.Paris).Date),
    ];

    public static TheoryData<string> Zones =>
        ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "America/Cayenne", "Pacific/Marquesas"];

    [Theory]
    [InlineData(0, "+01:00", "+02:00")]
    [InlineData(1, "+02:00", "+01:00")]
    public async Task Book_AroundAClockChange_HalfPastNineStaysHalfPastNine(int change, string before, string after)
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Hours("09:30", "11:00")));
        var advisor = await town.Post.HireAsync();
        for (var day = -1; day <= 1; day++)
        {
            var slot = Slot.On(s_changes[change].PlusDays(day), "09:30", "11:00");

            var made = (await advisor.BookAsync(room, slot)).Accepted();

            var offset = day < 0 ? before : after;
            Assert.Equal($"{slot.Day}T09:30:00{offset}", made.Text("booking.period.start"));
            Assert.Equal($"{slot.Day}T11:00:00{offset}", made.Text("booking.period.end"));
            var early = slot with { From = slot.From - Duration.FromMinutes(1), To = slot.From };
            Assert.Equal(["OUTSIDE_OPENING_HOURS"], (await advisor.BookAsync(room, early)).Codes());
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    public async Task Book_NightOfAClockChange_IsAsLongAsTheNightIs(int change, int hours)
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Hours("01:00", "04:00")));
        var advisor = await town.Post.HireAsync();
        var night = Slot.On(s_changes[change], "01:00", "04:00");
        Assert.Equal(hours, (night.To - night.From).TotalHours);

        var tooLong = await advisor.BookAsync(room, night with { To = night.To + Duration.FromMinutes(1) });
        var whole = await advisor.BookAsync(room, night);

        Assert.Equal(["OUTSIDE_OPENING_HOURS"], tooLong.Codes());
        Assert.Equal(night, Slot.Of(whole.Accepted().At("booking.period")));
    }

    [Fact]
    public async Task Book_AcrossMidnight_FollowsHoursThatDo()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room =
            await town.RoomAsync(await town.VenueAsync([new { day = "MONDAY", opens = "20:00", closes = "02:00" }]));
        var advisor = await town.Post.HireAsync();
        var night = Slot.Between(Slot.Monday + new LocalTime(23, 0), Slot.Monday.PlusDays(1) + new LocalTime(2, 0));

        var nextDay = await advisor.BookAsync(room, night.Later(1));
        var made = await advisor.BookAsync(room, night);

        Assert.Equal(["OUTSIDE_OPENING_HOURS"], nextDay.Codes());
        Assert.Equal("MONDAY 20:00-02:00", nextDay.Text("errors.0.limit"));
        Assert.Equal(night, Slot.Of(made.Accepted().At("booking.period")));
    }

    [Theory]
    [InlineData(6, 22, 10)]
    [InlineData(6, 22, 2)]
    [InlineData(6, 23, 1)]
    [InlineData(3, 0, 168)]
    public async Task Book_IntoTheNextWeek_HoldsEveryMinuteOfIt(int day, int hour, int hours)
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Always));
        var (advisor, other) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        // In hours that pass, so that a clock change in between makes it no longer than a booking may be.
        var from = (Slot.Monday.PlusDays(day) + new LocalTime(hour, 0)).InZoneLeniently(Slot.Paris).ToInstant();
        var slot = new Slot(from, from + Duration.FromHours(hours), Slot.Paris);

        var booking = (await advisor.BookAsync(room, slot)).Accepted().Text("booking.id");

        Assert.Equal(slot, Slot.Of(Assert.Single(await town.CalendarAsync(room, slot)).At("period")));
        Assert.Equal(["SLOT_TAKEN"], (await other.BookAsync(room, slot
            with
        { From = slot.To - Duration.FromMinutes(1), To = slot.To + Duration.FromHours(1) })).Codes());
        Assert.Equal(["SLOT_TAKEN"], (await other.BookAsync(room, slot
            with
        { From = slot.From - Duration.FromHours(1), To = slot.From + Duration.FromMinutes(1) })).Codes());
        (await advisor.CancelAsync(booking)).Accepted();
        (await other.BookAsync(room, slot)).Accepted();
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Book_InTheVenuesZone_AnswersWithItsOffset(string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Hours("09:30", "11:00"), timeZone: timeZone));
        var (advisor, other) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        var slot = Slot.On(Slot.Monday, "09:30", "11:00", zone);
        var offset = zone.GetUtcOffset(slot.From).ToString("m", null);

        var made = (await advisor.BookAsync(room, slot)).Accepted();
        var refused = await other.BookAsync(room, slot);

        Assert.Equal($"{slot.Day}T09:30:00{offset}", made.Text("booking.period.start"));
        Assert.Equal($"{slot.Day}T09:30:00{offset}", refused.Text("errors.0.conflicts.0.period.start"));
        Assert.All(refused.List("errors.0.alternatives"), alternative =>
            Assert.EndsWith(offset, alternative.Text("period.start")));
        var busy = Assert.Single((await town.CalendarAsync(room, Slot.Days(Slot.Monday, 1, zone))), stretch =>
            stretch.Text("state") == "BUSY");
        Assert.Equal($"{slot.Day}T11:00:00{offset}", busy.Text("period.end"));
        Assert.Equal(["OUTSIDE_OPENING_HOURS"],
            (await other.BookAsync(room, slot with { To = slot.To + Duration.FromMinutes(1) })).Codes());
    }

    private static Interval Interval(int year) =>
        new(Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year, 12, 31, 0, 0));
}
