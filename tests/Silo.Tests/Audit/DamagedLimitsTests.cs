using NodaTime;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>Everything that has a limit, made by hand one larger than it may become.</summary>
public sealed class DamagedLimitsTests(SoundStore store) : IClassFixture<SoundStore>
{
    private AuditedTown Town => store.Town;

    [Fact]
    public Task Audit_TooManyCoHosts_BreaksLimits() => RefutesAsync(
        editor => EditBooking(editor, booking => booking with { CoHosts = [.. Ids(11).Select(EntityIds.Of<AdvisorId>)] }),
        $"11 co-hosts has {Town.Booking}, and 10 are the most");

    [Fact]
    public Task Audit_TooManySeats_BreaksLimits() => RefutesAsync(
        editor => EditBooking(editor, booking => booking with { Seats = 1_001 }),
        $"1001 seats has {Town.Booking}, and 1000 are the most");

    [Fact]
    public Task Audit_TooLong_BreaksLimits() => RefutesAsync(
        editor => EditBooking(editor, booking => booking with { Period = booking.Period with { End = booking.Period.Start + Duration.FromDays(8) } }),
        $"{Town.Booking} is 8 days long, and 7 are the most");

    [Fact]
    public Task Audit_HeldTooLong_BreaksLimits() => RefutesAsync(
        editor => editor.EditClaims(Town.Room, AuditedTown.Week, claims =>
            [claims[0] with { Held = claims[0].Held with { Start = claims[0].Held.Start - Duration.FromDays(7) } }]),
        $"{Town.Room}: claim-");

    [Fact]
    public Task Audit_TooManyRequestsToJoin_BreaksLimits() => RefutesAsync(
        editor => EditBooking(editor, booking => booking with
        {
            JoinRequests =
            [
                .. Ids(21).Select(id => new JoinRequest
                {
                    Advisor = EntityIds.Of<AdvisorId>(id), Network = booking.Network, By = "somebody", At = booking.CreatedAt,
                }),
            ],
        }),
        $"21 requests to join has {Town.Booking}, and 20 are the most");

    [Fact]
    public Task Audit_TooManyRooms_BreaksLimits() => RefutesAsync(
        editor => editor.Edit<VenueState>(Town.Venue, "venue", venue => venue with { Rooms = [.. Ids(501).Select(EntityIds.Of<RoomId>)] }),
        $"{Town.Venue}: 501 rooms, and 500 are the most");

    [Fact]
    public Task Audit_TooManyClosures_BreaksLimits() => RefutesAsync(
        editor => editor.Edit<VenueState>(Town.Venue, "venue", venue => venue with
        {
            Closures =
            [
                .. Ids(1_001).Select(id => new ClosureRecord
                {
                    Closure = new Closure { Id = EntityIds.Of<ClosureId>(id), Period = AuditedTown.Hours(0, 1) },
                }),
            ],
        }),
        $"{Town.Venue}: 1001 closures, and 1000 are the most");

    [Fact]
    public Task Audit_TooManyAbsences_BreaksLimits() => RefutesAsync(
        editor => editor.Edit<AdvisorState>(Town.Lead, "advisor", advisor => advisor with
        {
            Absences =
            [
                .. Ids(501).Select(id => new AbsenceRecord
                {
                    Unavailability = new Unavailability { Id = EntityIds.Of<UnavailabilityId>(id), Period = AuditedTown.Hours(0, 1) },
                }),
            ],
        }),
        $"{Town.Lead}: 501 absences, and 500 are the most");

    [Fact]
    public Task Audit_TooManyDates_BreaksLimits() => RefutesAsync(
        editor => editor.Edit<SeriesRecord>(Town.Regular, $"series-{Town.Series.Key}", series => series with
        {
            Dates = [.. series.Dates, .. Enumerable.Repeat(series.Dates[0] with { Booking = null }, 103)],
        }),
        $"{Town.Series}: 105 dates, and 104 are the most");

    [Fact]
    public Task Audit_TooManyWaitForARoom_BreaksLimits() => RefutesAsync(
        editor => Wait(editor, 501, i => EntityIds.Of<AdvisorId>($"a{i}")),
        $"{Town.Room}: 501 wait for it, and 500 are the most");

    [Fact]
    public Task Audit_TooManyPlacesOfOneAdvisor_BreaksLimits() => RefutesAsync(
        editor => Wait(editor, 21, _ => AdvisorId.Wrap(Town.Other)),
        $"{Town.Room}: 21 places on its list has {Town.Other}, and 20 are the most");

    [Fact]
    public Task Audit_TooManyWaitForAPlace_BreaksLimits() => RefutesAsync(
        editor => EditWorkshop(editor, workshop => workshop with
        {
            Attendees =
            [
                .. Enumerable.Range(0, 1_001).Select(i => workshop.Attendees[0] with
                {
                    Number = i, Reference = $"a{i}", Status = AttendeeStatus.Waiting,
                }),
            ],
            Numbers = 2_000,
        }),
        $"1001 wait for a place in {Town.Booking}, and 1000 are the most");

    [Fact]
    public Task Audit_TooManyPlaces_BreaksLimits() => RefutesAsync(
        editor => EditWorkshop(editor, workshop => workshop with { Places = 1_001 }),
        $"1001 places has {Town.Booking}, and 1000 are the most");

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => $"x{i}");

    private Task RefutesAsync(Action<StoreEditor> damage, string violation) => store.RefutesAsync(damage, "quotas", violation);

    private void EditBooking(StoreEditor editor, Func<BookingRecord, BookingRecord> change) => editor.Edit<AdvisorPage>(
        Town.Lead, $"week-{AuditedTown.Week}", page => page.With(change(page.Find(Town.Booking)!)));

    private void EditWorkshop(StoreEditor editor, Func<WorkshopRecord, WorkshopRecord> change) =>
        editor.Edit(Town.Lead, $"attendees-{Town.Booking.Value.Split('-', 3)[2]}", change);

    private void Wait(StoreEditor editor, int count, Func<int, AdvisorId> who) => editor.Edit<WaitlistState>(Town.Room, "waitlist", list => new WaitlistState
    {
        Entries =
        [
            .. list.Entries,
            .. Enumerable.Range(1, count).Select(i => list.Entries[0] with
            {
                Id = WaitlistEntryId.New(Town.Entry.Room, $"w{i}"),
                Advisor = who(i),
                Status = WaitlistStatus.Waiting,
                Booking = null,
                JoinedAt = list.Entries[0].JoinedAt + Duration.FromMinutes(i),
            }),
        ],
    });
}
