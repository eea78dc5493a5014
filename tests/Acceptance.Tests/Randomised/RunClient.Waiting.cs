namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Waiting for a room: for a slot that is likely to be taken, or any in a window.</content>
internal sealed partial class RunClient
{
    private readonly List<Operation> _waiting = [];

    private Task StepOfWaitingAsync(Server server) => dice.Next(10) switch
    {
        < 2 when _waiting.Count > 0 => SendAsync(server, LeaveWaitlist()),
        < 6 when _waiting.Count > 0 => AnswerOfferAsync(server),
        _ => SendAsync(server, JoinWaitlist()),
    };

    private Operation JoinWaitlist()
    {
        var (room, key) = (Any(world.Rooms), NextKey());
        var slot = AnySlot();
        var isWindow = dice.Next(3) == 0;
        return new Operation
        {
            Key = key,
            Mutation = "joinWaitlist",
            Caller = Own(),
            Input = new
            {
                roomId = room.Id,
                advisorId = self.Id,
                period = isWindow ? null : slot.Input,
                window = isWindow ? slot.Input : null,
                length = isWindow ? "PT30M" : null,
                seats = AnySeats(room),
                bookOutright = dice.Next(3) == 0,
                title = key,
                idempotencyKey = key,
            },
        };
    }

    private Operation LeaveWaitlist()
    {
        var (joined, key) = (Any(_waiting), NextKey());
        var entry = joined.Answer!.Value.Text("entry.id");
        return new Operation
        {
            Key = key,
            Mutation = "leaveWaitlist",
            Caller = Own(),
            Entry = entry,
            Input = new { entryId = entry, reason = key, idempotencyKey = key },
        };
    }

    private async Task AnswerOfferAsync(Server server)
    {
        var entry = (await RunWorld.CallerOf(server, self.Self).QueryAsync(
            "query($id: ID!) { waitlistEntry(id: $id) { status booking { id } } }", new { id = Any(_waiting).Answer!.Value.Text("entry.id") })).At("waitlistEntry");
        if (entry.IsNull("booking"))
        {
            journal.NoteLook();
            return;
        }

        var (booking, key) = (entry.Text("booking.id"), NextKey());
        await SendAsync(server, new Operation
        {
            Key = key,
            Mutation = "answerOffer",
            Caller = Own(),
            Booking = booking,
            Input = new { bookingId = booking, decision = dice.Next(4) == 0 ? "DECLINE" : "ACCEPT", note = key, idempotencyKey = key },
        });
    }
}
