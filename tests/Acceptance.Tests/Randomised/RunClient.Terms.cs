namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Changes of what is allowed, which bookings may stand in the way of: closures, smaller rooms, absences.</content>
internal sealed partial class RunClient
{
    private Operation ChangeTerms() => dice.Next(3) switch
    {
        0 => Close(),
        1 => Resize(),
        _ => BeAway(),
    };

    private Operation Close()
    {
        var (room, key) = (Any(world.Rooms), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "closeVenue",
            Caller = room.Manager,
            Input = new { venueId = room.Venue, period = AnySlot().Input, reason = key, cancelBookings = dice.Next(2) == 0, idempotencyKey = key },
        };
    }

    private Operation Resize()
    {
        var (room, key) = (Any(world.Rooms), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "updateRoom",
            Caller = room.Manager,
            Input = new { roomId = room.Id, seats = room.Seats + dice.Next(-2, 3), reason = key, cancelBookings = dice.Next(3) == 0, idempotencyKey = key },
        };
    }

    private Operation BeAway()
    {
        var key = NextKey();
        return new Operation
        {
            Key = key,
            Mutation = "addUnavailability",
            Caller = Own(),
            Input = new { advisorId = self.Id, period = AnySlot().Input, reason = key, cancelBookings = dice.Next(2) == 0, idempotencyKey = key },
        };
    }
}
