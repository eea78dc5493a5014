using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Scheduling.Baseline.Contracts;
using Scheduling.Baseline.Rules;
using Scheduling.Baseline.Storage;

namespace Scheduling.Baseline;

/// <summary>What the service answers.</summary>
internal sealed class Endpoints(Settings settings, IBookingStore store, TimeProvider clock)
{
    private const string Ok = "OK";

    /// <summary>Loads what there is to book.</summary>
    public async Task LoadAsync(World world)
    {
        await store.LoadAsync(world);
        settings.Use(world);
    }

    /// <summary>Makes a booking.</summary>
    public async Task<BookingAnswer> BookAsync(BookRequest request, ClaimsPrincipal caller)
    {
        if (settings.Advisor(request.AdvisorId) is not { } advisor || settings.Room(request.RoomId) is not { } room)
            return Refuse("NOT_FOUND");
        if (!MayAct(caller, advisor))
            return Refuse("FORBIDDEN");
        var errors = BookingRules.Check(room, request.Start, request.End, request.Seats, request.Title, clock.GetUtcNow());
        if (errors.Count > 0)
            return BookingAnswer.Refuse(errors);
        var answer = await store.BookAsync(new NewBooking(
            room.Room.Id, room.Room.BySeats, room.Room.Seats, advisor.Id, advisor.NetworkId, request.Start, request.End, request.Seats,
            request.Title, request.Purpose, request.Purpose == "WORKSHOP" ? request.Places ?? request.Seats : null, caller.Identity!.Name!,
            request.IdempotencyKey, FingerprintOf(request)));
        return answer.Outcome == Ok
            ? BookingAnswer.Of(new BookingView(
                Text(answer.Id), answer.Status, answer.Version, room.Room.Id, advisor.Id, PeriodIn(room, request.Start, request.End), request.Seats,
                request.Title, request.Purpose))
            : Refuse(answer.Outcome);
    }

    /// <summary>Gives one up.</summary>
    public async Task<BookingAnswer> CancelAsync(long id, CancelRequest request, ClaimsPrincipal caller)
    {
        var outcome = await store.CancelAsync(id, NetworkOf(caller), request.Reason, request.IdempotencyKey);
        return outcome == Ok ? await FindAsync(id, caller) : Refuse(outcome);
    }

    /// <summary>Moves one.</summary>
    public async Task<BookingAnswer> MoveAsync(long id, MoveRequest request, ClaimsPrincipal caller)
    {
        if (settings.Room(request.RoomId) is not { } room)
            return Refuse("NOT_FOUND");
        var errors = BookingRules.Check(room, request.Start, request.End, 1, title: null, clock.GetUtcNow());
        if (errors.Count > 0)
            return BookingAnswer.Refuse(errors);
        var outcome = await store.MoveAsync(id, NetworkOf(caller), room.Room, request.Start, request.End, request.IdempotencyKey);
        return outcome == Ok ? await FindAsync(id, caller) : Refuse(outcome);
    }

    /// <summary>Shows one to its network.</summary>
    public async Task<BookingAnswer> FindAsync(long id, ClaimsPrincipal caller)
    {
        if (await store.FindAsync(id) is not { } found || found.Network != NetworkOf(caller))
            return Refuse("NOT_FOUND");
        return BookingAnswer.Of(new BookingView(
            Text(found.Id), found.Status, found.Version, found.Room, found.Advisor, PeriodIn(settings.Room(found.Room)!, found.Start, found.End),
            found.Seats, found.Title, found.Purpose));
    }

    /// <summary>Free and busy time of a room.</summary>
    public async Task<CalendarAnswer> CalendarAsync(int id, DateTimeOffset start, DateTimeOffset end)
    {
        if (settings.Room(id) is not { } room)
            return new CalendarAnswer([]);
        var taken = await store.TakenAsync(id, room.Room.BySeats, start, end);
        return new CalendarAnswer(Timeline.Of(room, start, end, taken, settings.Network));
    }

    /// <summary>Rooms that are free around a point.</summary>
    public async Task<RoomsAnswer> AvailableAsync(AvailableRequest query)
    {
        var found = await store.AvailableAsync(query);
        var rooms = found.Take(query.First).Select(id => settings.Room(id)!)
            .Select(room => new RoomView(room.Room.Id, room.Room.Name, room.Room.Seats, new VenueView(room.Venue.Name)));
        return new RoomsAnswer([.. rooms], found.Count > query.First);
    }

    /// <summary>Registers an attendee.</summary>
    public async Task<AttendeeAnswer> RegisterAsync(long id, RegisterRequest request, ClaimsPrincipal caller)
    {
        if (request.Reference.Length is < 1 or > 100)
            return new AttendeeAnswer(null, [new("INVALID_INPUT", "'reference' takes 1 to 100 characters.")]);
        var (outcome, position) = await store.RegisterAsync(id, NetworkOf(caller), request.Reference, request.IdempotencyKey);
        return outcome is "REGISTERED" or "WAITING"
            ? new AttendeeAnswer(new AttendeeView(request.Reference, outcome, position), [])
            : new AttendeeAnswer(null, [ErrorOf(outcome)]);
    }

    private bool MayAct(ClaimsPrincipal caller, Advisor advisor) =>
        caller.FindFirstValue("advisor") is { } own ? own == Text(advisor.Id) : NetworkOf(caller) == advisor.NetworkId;

    private int NetworkOf(ClaimsPrincipal caller) => caller.FindFirstValue("advisor") is { } own
        ? settings.Advisor(int.Parse(own, CultureInfo.InvariantCulture))?.NetworkId ?? 0
        : int.Parse(caller.FindFirstValue("organization") ?? "0", CultureInfo.InvariantCulture);

    private static PeriodView PeriodIn(RoomSettings room, DateTimeOffset start, DateTimeOffset end) => new(room.Venue.Local(start), room.Venue.Local(end));

    private static byte[] FingerprintOf(BookRequest request) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, BaselineJson.Default.BookRequest));

    private static BookingAnswer Refuse(string code) => BookingAnswer.Refuse([ErrorOf(code)]);

    private static ErrorView ErrorOf(string code) => new(code, code switch
    {
        "SLOT_TAKEN" => "Somebody else holds the room then.",
        "ADVISOR_BUSY" => "The advisor is engaged for at least part of the period.",
        "IDEMPOTENCY_MISMATCH" => "The idempotency key was used with another input.",
        "FORBIDDEN" => "The caller may not do this.",
        "NOT_FOUND" => "There is no such thing.",
        "QUOTA" => "As many as can be wait already.",
        _ => "Not possible in the state it is in.",
    });

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
