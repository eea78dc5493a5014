using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>Holds the final state against the journal: everything told is still true, and everything there was asked for.</summary>
internal sealed partial class Explanation(Journal journal, FinalState state)
{
    private static readonly string[] s_standing = ["PENDING", "CONFIRMED", "IN_PROGRESS"];

    // Each of them is a step of the booking's story, unless it is refused.
    private static readonly string[] s_noted =
        ["cancelBooking", "decideBooking", "answerInvitation", "leaveBooking", "answerJoinRequest", "answerOffer", "checkOut"];

    // These are about bookings that they do not name.
    private static readonly string[] s_farReaching = ["closeVenue", "updateRoom", "addUnavailability", "cancelSeries", "leaveWaitlist"];

    // What they ask for, a booking has to be.
    private static readonly string[] s_shaping = ["bookRoom", "bookSeries", "joinWaitlist", "rescheduleBooking", "changeBooking"];

    private readonly Dictionary<string, Operation> _byKey = journal.Operations.ToDictionary(operation => operation.Key, StringComparer.Ordinal);

    /// <summary>What is untrue; empty when all is explained.</summary>
    public IEnumerable<string> Check() =>
    [
        .. journal.Operations.Where(operation => operation.Answer is null).Select(operation => $"{operation} was never answered"),
        .. journal.Operations.SelectMany(CheckRefusal),
        .. journal.Operations.Where(operation => operation is { IsAccepted: true, ShowsBooking: true }).SelectMany(CheckTold),
        .. state.ById.Values.SelectMany(CheckExplained),
        .. Accepted("closeVenue").SelectMany(CheckClosed),
        .. Accepted("addUnavailability").SelectMany(CheckAway),
        .. Accepted("bookSeries").SelectMany(CheckSeries),
        .. Accepted("joinWaitlist").SelectMany(CheckEntry),
        .. journal.Operations.Where(operation => operation.Attendee is not null).GroupBy(operation => operation.Attendee!).SelectMany(CheckAttendee),
        .. state.Attendees.Keys.Except(journal.Operations.Select(operation => operation.Attendee)).Select(attendee => $"nobody registered {attendee}"),
    ];

    private IEnumerable<string> CheckRefusal(Operation operation)
    {
        foreach (var code in operation.Codes.Except(ExpectedRefusals.Of(operation.Mutation)))
            yield return $"{operation} was refused with {code}: {operation.Answer}";
        // A cancellation is in the wrong state only for what has ended, and that is for good.
        if (operation is { Mutation: "cancelBooking", Codes: ["WRONG_STATE"] } && Stands(state.ById[operation.Booking!]))
            yield return $"{operation} was too late for a booking that stands: {state.ById[operation.Booking!]}";
    }

    // The version told has the status told, and the call itself is among the steps that led there.
    private IEnumerable<string> CheckTold(Operation operation)
    {
        var shown = operation.Shown;
        if (!state.ById.TryGetValue(shown.Text("id"), out var booking))
        {
            yield return $"{operation} was acknowledged, and {shown.Text("id")} is not there";
            yield break;
        }

        var version = shown.Number("version");
        if (version > booking.Number("version"))
            yield return $"{operation} was told of version {version} of {booking}";
        else if (Step(booking, version).Text("status") != shown.Text("status"))
            yield return $"{operation} was told {shown}, and it is {booking}";
        else if (s_noted.Contains(operation.Mutation) && !booking.List("history").Take(version).Any(step => IsNoted(step, operation)))
            yield return $"{operation} was told {shown}, and is no step of {booking}";
        else if ((operation.Mutation == "bookRoom" ? version == 1 : IsNoted(Step(booking, version), operation)) && !Asked(operation).IsIn(shown))
            yield return $"{operation} was told {shown}";
        if (operation.Mutation == "bookRoom" && booking.Text("title") != operation.Key)
            yield return $"{operation} was told of another's booking: {booking}";
    }

    private IEnumerable<string> CheckExplained(JsonElement booking)
    {
        var history = booking.List("history");
        var asked = history.Where(step => !step.IsNull("note")).Select(step => _byKey.GetValueOrDefault(step.Text("note")))
            .OfType<Operation>().Select(Asked).Aggregate(Wanted.Nothing, (before, after) => before.Then(after));
        if (_byKey.TryGetValue(booking.Text("title"), out var booked) && !Asked(booked).Then(asked).IsIn(booking))
            yield return $"nobody asked for {booking}";
        if (history.Count != booking.Number("version"))
            yield return $"{history.Count} steps led to {booking}";
        if (!_byKey.TryGetValue(booking.Text("title"), out var made) || !made.IsAccepted)
            yield return $"nobody was told of {booking}";
        foreach (var step in history.Skip(1).Where(step => !IsExplained(booking, step)))
            yield return $"nobody did {step} to {booking}";
    }

    // Each note is the key of the call that did it; the rest is the clock's.
    private bool IsExplained(JsonElement booking, JsonElement step) =>
        (step.Text("by") == "system" && step.Text("status") is "EXPIRED" or "COMPLETED")
        || !step.IsNull("note") && _byKey.TryGetValue(step.Text("note"), out var operation) && operation.IsAccepted
        && operation.Caller.Subject == step.Text("by")
        && (operation.Booking == booking.Text("id") || s_farReaching.Contains(operation.Mutation));

    private IEnumerable<string> CheckClosed(Operation closing)
    {
        var closure = Slot.Of(closing.Answer!.Value.At("closure.period"));
        var venue = JsonSerializer.SerializeToElement(closing.Input).Text("venueId");
        return state.ById.Values
            .Where(booking => Stands(booking) && booking.Text("room.venue.id") == venue && Slot.Of(booking.At("period")) is var slot
                && slot.From < closure.To && closure.From < slot.To)
            .Select(booking => $"{closing} closed the venue, and there stands {booking}");
    }

    // Each attendee is registered once, and may be cancelled by the same caller, who waited for each answer.
    private IEnumerable<string> CheckAttendee(IGrouping<string, Operation> about)
    {
        string[] expected = about.Any(operation => operation is { IsAccepted: true, Mutation: "cancelRegistration" }) ? ["CANCELLED"]
            : about.Any(operation => operation is { IsAccepted: true, Mutation: "registerAttendee" }) ? ["REGISTERED", "WAITING"]
            : ["not there"];
        var found = state.Attendees.GetValueOrDefault(about.Key, "not there");
        if (!expected.Contains(found))
            yield return $"{about.Key} is {found} after {string.Join(", ", about)}";
    }

    private static bool IsNoted(JsonElement step, Operation operation) => !step.IsNull("note") && step.Text("note") == operation.Key;

    private IEnumerable<Operation> Accepted(string mutation) =>
        journal.Operations.Where(operation => operation.IsAccepted && operation.Mutation == mutation);

    private static Wanted Asked(Operation operation) =>
        s_shaping.Contains(operation.Mutation) ? Wanted.Of(JsonSerializer.SerializeToElement(operation.Input)) : Wanted.Nothing;

    private static JsonElement Step(JsonElement booking, int version) => booking.List("history")[version - 1];

    private static bool Stands(JsonElement booking) => s_standing.Contains(booking.Text("status"));
}
