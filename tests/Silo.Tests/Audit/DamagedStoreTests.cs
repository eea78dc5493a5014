using NodaTime;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Workshops;
using Scheduling.Silo.Audit;
using Period = Scheduling.Grains.Calendars.Period;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>A sound store, damaged by hand in one place each.</summary>
public sealed class DamagedStoreTests(SoundStore store) : IClassFixture<SoundStore>
{
    private AuditedTown Town => store.Town;

    [Fact]
    public async Task Audit_NothingDamaged_IsSound()
    {
        using var editor = store.Copy();

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        // The exclusive booking claims a room, two advisors and the building; the others a room, an advisor and the building.
        Assert.Contains("6 bookings, 5 standing; 16 claims; 1 workshops\n1 attendees, 1 series, 1 places on waiting lists\n", text, StringComparison.Ordinal);
        Assert.Contains("allowed: 0 claims left over, 0 being released, 0 older", text, StringComparison.Ordinal);
    }

    [Fact]
    public Task Audit_RoomTwiceTaken_BreaksI1() => store.RefutesAsync(
        editor => editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(Stranger(claims[0]))),
        "I1 ", $"{Town.Room}: 2 of 1 are taken");

    [Fact]
    public Task Audit_MoreSeatsTakenThanThereAre_BreaksI1() => store.RefutesAsync(
        editor => editor.EditClaims(Town.Shared, AuditedTown.Week, claims => claims.Add(Stranger(claims[0]) with { Seats = 3 })),
        "I1 ", $"{Town.Shared}: 9 of 8 are taken");

    [Fact]
    public Task Audit_MorePeopleThanTheBuildingMayHold_BreaksI1() => store.RefutesAsync(
        editor => editor.EditClaims(Town.Venue, AuditedTown.Week, claims => claims.Add(Stranger(claims[0]) with { Seats = 7 })),
        "I1 ", $"{Town.Venue}: 21 of 20 are taken");

    [Fact]
    public Task Audit_AdvisorTwiceTaken_BreaksI1() => store.RefutesAsync(
        editor => editor.Edit<AdvisorPage>(Town.CoHost, $"week-{AuditedTown.Week}",
            page => page.WithClaims(page.Claims.Add(Stranger(page.Claims[0])))),
        "I1 ", $"{Town.CoHost}: 2 of 1 are taken");

    [Fact]
    public async Task Audit_OneBookingTwiceOnACalendar_CountsOnce()
    {
        using var editor = store.Copy();
        // As while it moves: another attempt's claim, neither committed nor given back yet.
        editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(claims[0] with
        {
            Id = EntityIds.Of<ClaimId>("move"),
            Held = AuditedTown.Hours(10, 12),
            Period = AuditedTown.Hours(10, 12),
            MadeAt = claims[0].MadeAt + Duration.FromSeconds(1),
        }));

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        Assert.Contains("allowed: 1 claims left over", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ClaimOfABookingThatIsNot_IsLeftOver()
    {
        using var editor = store.Copy();
        editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(Stranger(claims[0]) with { Held = AuditedTown.Hours(18, 20) }));

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        Assert.Contains("allowed: 1 claims left over", text, StringComparison.Ordinal);
    }

    [Fact]
    public Task Audit_RoomLostTheClaim_BreaksI2() => store.RefutesAsync(
        editor => editor.EditClaims(Town.Room, AuditedTown.Week, _ => []),
        "I2 ", $"{Town.Booking} stands, and {Town.Room} does not hold claim-");

    [Fact]
    public Task Audit_CoHostLostTheClaim_BreaksI2() => store.RefutesAsync(
        editor => editor.Edit<AdvisorPage>(Town.CoHost, $"week-{AuditedTown.Week}", page => page.WithClaims([])),
        "I2 ", $"{Town.Booking} stands, and {Town.CoHost} does not hold claim-");

    [Fact]
    public Task Audit_RecordForgotACalendar_BreaksI2() => store.RefutesAsync(
        editor => EditBooking(editor, Town.Booking, booking => booking with
        {
            Claims = booking.Claims.RemoveAll(claim => claim.Calendar == Town.CoHost),
        }),
        "I2 ", $"{Town.Booking} stands and names no claim on {Town.CoHost}");

    [Fact]
    public Task Audit_ClaimOfAnotherTime_BreaksI2() => store.RefutesAsync(
        editor => EditBooking(editor, Town.Seats, booking => booking with { Period = AuditedTown.Hours(10, 12) }),
        "I2 ", $"{Town.Seats} is at ");

    [Fact]
    public Task Audit_ClaimOfFewerSeats_BreaksI2() => store.RefutesAsync(
        editor => EditBooking(editor, Town.Seats, booking => booking with { Seats = 7 }),
        "I2 ", $"{Town.Seats} needs 7 seats");

    [Fact]
    public Task Audit_ClaimOfACancelledBookingWithoutRelease_BreaksI3() => store.RefutesAsync(
        editor =>
        {
            var claim = default(ClaimId);
            EditBooking(editor, Town.Cancelled, booking =>
            {
                claim = EntityIds.Of<ClaimId>("forgotten");
                return booking with { Releases = [] };
            });
            editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(OfCancelled(editor, claims[0], claim)));
        },
        "I3 ", $"claim-forgotten of {Town.Cancelled} is neither needed by its booking, which is Cancelled");

    [Fact]
    public async Task Audit_ClaimOfACancelledBookingWithItsRelease_IsBeingReleased()
    {
        using var editor = store.Copy();
        var claim = EntityIds.Of<ClaimId>("late");
        EditBooking(editor, Town.Cancelled, booking => booking with
        {
            Releases = [new ClaimRef { Calendar = Town.Room, Id = claim, Period = booking.Period }],
        });
        editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(OfCancelled(editor, claims[0], claim)));

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        Assert.Contains("0 claims left over, 1 being released", text, StringComparison.Ordinal);
    }

    [Fact]
    public Task Audit_MoreRegisteredThanPlaces_BreaksPlaces() => store.RefutesAsync(
        editor => editor.Edit<WorkshopRecord>(Town.Lead, $"attendees-{Town.Booking.Value.Split('-', 3)[2]}", workshop => workshop with { Places = 0 }),
        "no workshop", $"1 attendees have the 0 places of {Town.Booking}");

    [Fact]
    public Task Audit_AttendeesOfNoBooking_AreMisfiled() => store.RefutesAsync(
        editor => editor.Edit<AdvisorPage>(Town.Lead, $"week-{AuditedTown.Week}", page => page with { Bookings = [] }),
        "every record", $"attendees are stored of {Town.Booking}, which is not");

    [Fact]
    public Task Audit_PageThatIsNotListed_IsMisfiled() => store.RefutesAsync(
        editor => editor.Edit<WeekIndex>(Town.Room, "weeks", index => new WeekIndex()),
        "every record", $"{Town.Room}: the page of {AuditedTown.Week} is stored and not listed");

    [Fact]
    public Task Audit_BookingStoredTwice_IsMisfiled() => store.RefutesAsync(
        editor => editor.Edit<AdvisorPage>(Town.Lead, $"week-{AuditedTown.Week}",
            page => page with { Bookings = page.Bookings.Add(page.Bookings[0]) }),
        "every record", $"{Town.Booking} is stored twice");

    [Fact]
    public async Task Audit_SeatsTakenAwayAfterwards_AreNotHeldAgainstWhatIsOver()
    {
        using var editor = store.Copy();
        var before = SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(30);
        var over = new Period(before, before + Duration.FromHours(2));
        editor.EditClaims(Town.Room, AuditedTown.Week, claims => claims.Add(Stranger(claims[0]) with { Held = over, Period = over }));

        var (_, text) = await editor.AuditAsync();

        Assert.Contains("1 older than their calendar's settings", text, StringComparison.Ordinal);
        Assert.Contains("true  I1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_RecordThatCannotBeRead_SaysSo()
    {
        using var editor = store.Copy();
        editor.Garble(Town.Room, "room");

        var (code, text) = await editor.AuditAsync();

        // Nothing says any more how much the room holds.
        Assert.Equal(AuditCommand.Violated, code);
        Assert.Contains($"unreadable room/room of {Town.Room}: ", text, StringComparison.Ordinal);
        Assert.Contains($"{Town.Room}: 1 claims lie in {AuditedTown.Week}, and nothing says what it holds", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_OnlyUnreadableRecords_IsNotSound()
    {
        using var editor = store.Copy();
        editor.Edit<RoomState>(Town.Shared, "room", room => room with { Key = null });
        editor.Garble(Town.Other, $"week-{AuditedTown.Week}");
        editor.EditClaims(Town.Shared, AuditedTown.Week, _ => []);

        var (code, _) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.NotRead, code);
    }

    private static void EditBooking(StoreEditor editor, BookingId booking, Func<BookingRecord, BookingRecord> change) =>
        editor.Edit<AdvisorPage>(booking.Lead.Value, $"week-{booking.Week}", page => page.With(change(page.Find(booking)!)));

    // Of a booking that nobody has heard of.
    private static Claim Stranger(Claim claim) => claim with
    {
        Id = EntityIds.Of<ClaimId>("stranger"),
        Booking = BookingId.New(claim.Booking.Lead, claim.Booking.Week, "stranger"),
    };

    // As the attempt that made it would have asked for it.
    private Claim OfCancelled(StoreEditor editor, Claim like, ClaimId claim)
    {
        var made = default(Instant);
        EditBooking(editor, Town.Cancelled, booking =>
        {
            made = booking.CreatedAt;
            return booking;
        });
        var period = AuditedTown.Hours(14, 16);
        return like with { Id = claim, Booking = Town.Cancelled, MadeAt = made, Period = period, Held = period };
    }
}
