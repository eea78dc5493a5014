using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Advisors;

// The attendees of the workshops that the advisor leads. They are records of their own, so a registration writes neither
// the week page nor the other workshops; whether there is a workshop to fill says its booking.
internal sealed partial class AdvisorGrain
{
    private readonly WorkshopShelf _workshops;

    public async Task<Outcome<WorkshopAnswer>> RegisterAttendeeAsync(RegisterAttendee command)
    {
        if (WorkshopInputs.Reference("reference", command.Reference).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        var (network, refused) = await NetworkOfAsync(command.Actor, command.Network);
        return refused ?? await ChangeWorkshopAsync(
            command.Booking,
            (record, booking, now) => WorkshopRules.Register(record, booking, command, network, now),
            record => [record.Find(network, command.Reference)]);
    }

    public async Task<Outcome<WorkshopAnswer>> CancelRegistrationAsync(CancelRegistration command)
    {
        if (Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        var (network, refused) = await NetworkOfAsync(command.Actor, command.Network);
        return refused ?? await ChangeWorkshopAsync(
            command.Booking,
            (record, booking, now) => WorkshopRules.Cancel(record, booking, command, network, now),
            record => [record.Find(network, command.Reference)]);
    }

    public async Task<Outcome<WorkshopAnswer>> ForgetAttendeeAsync(ForgetAttendee command)
    {
        if (WorkshopInputs.Reference("reference", command.Reference).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        var (network, refused) = await NetworkOfAsync(command.Actor, command.Network);
        return refused ?? await ChangeWorkshopAsync(
            command.Booking, (record, booking, now) => WorkshopRules.Forget(record, booking, command, network, now), _ => []);
    }

    public async Task<Outcome<WorkshopAnswer>> RecordAttendanceAsync(RecordAttendance command)
    {
        if (WorkshopInputs.Attendances(command.Attendances).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeWorkshopAsync(
            command.Booking,
            (record, booking, now) => WorkshopRules.MayRecord(command.Actor, booking)
                ? WorkshopRules.Record(record, booking, command, now)
                : Refusal.Forbidden("Attendance is recorded by the lead, co-hosts and managers of the lead's network."),
            record => WorkshopRules.FindAll(record, command.Attendances).Found);
    }

    public async Task<Outcome<WorkshopAnswer>> SetPlacesAsync(SetPlaces command)
    {
        if (WorkshopInputs.Places(command.Places).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeWorkshopAsync(
            command.Booking,
            (record, booking, now) => BookingRules.MayBook(command.Actor, _id, booking.Network)
                ? WorkshopRules.SetPlaces(record, booking, command, now)
                : Refusal.Forbidden("Only the lead and managers of the lead's network set the places."),
            _ => []);
    }

    private async Task<Outcome<WorkshopAnswer>> ChangeWorkshopAsync(
        BookingId id, Func<WorkshopRecord, BookingRecord, Instant, WorkshopDecision> decide,
        Func<WorkshopRecord, IEnumerable<AttendeeRecord?>> concerned) =>
        await WithWorkshopAsync<WorkshopAnswer>(id, async (attendees, booking) =>
        {
            var (record, refusals) = WorkshopRules.Step(
                attendees.Current, Narrowed(booking), _clock.Now(), current => decide(current, Narrowed(booking), _clock.Now()));
            if (record != attendees.Current)
                attendees.Decide(record);
            // Whatever the answer tells of has to be durable, and a refusal too rests on what others decided.
            await attendees.SaveAsync();
            if (!refusals.IsEmpty)
            {
                await attendees.FenceAsync();
                await _lease.HeldAsync();
                return refusals;
            }

            return new WorkshopAnswer
            {
                Workshop = WorkshopRules.View(record, booking),
                Attendees = [.. concerned(record).OfType<AttendeeRecord>().Select(record.ToView)],
            };
        });

    /// <summary>Works with a workshop that this advisor leads. Nothing happens between its booking's last look and the call.</summary>
    private async Task<Outcome<T>> WithWorkshopAsync<T>(
        BookingId id, Func<DurableRecord<WorkshopRecord>, BookingRecord, Task<Outcome<T>>> use) where T : class
    {
        if (await FindWorkshopAsync(id) is null)
            return Refusal.NotFound("such workshop");
        return await _workshops.UseAsync(id, attendees => use(attendees, _pages.Loaded(id.Week).Durable.Find(id)!));
    }

    // Fewer seats that are being written count already, more of them only once they are durable.
    private BookingRecord Narrowed(BookingRecord booking) => _pages.Loaded(booking.Id.Week).Current.Find(booking.Id) is { } next && next.Seats < booking.Seats
        ? booking with { Seats = next.Seats }
        : booking;

    private async Task<BookingRecord?> FindWorkshopAsync(BookingId id)
    {
        // A made-up identity may name any week: nothing is kept for it.
        if (!_pages.Has(id.Week))
            return null;
        var page = await _pages.LoadAsync(id.Week);
        await TickIfDueAsync(page, id);
        return page.Durable.Find(id) is { Purpose: BookingPurpose.Workshop } booking ? booking : null;
    }

    private static ImmutableArray<Refusal> Validate(CancelRegistration command) =>
    [
        .. WorkshopInputs.Reference("reference", command.Reference),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];
}
