using NodaTime;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <content>Bookings that begin within minutes, so that people can check in and out.</content>
internal sealed partial class RunClient
{
    private readonly List<Operation> _soon = [];

    private Task StepOfPresenceAsync(Server server)
    {
        if (_soon.Count == 0)
            return SendAsync(server, BookSoon());
        // The last one is the likeliest to be open yet.
        var booked = dice.Next(2) == 0 ? _soon[^1] : Any(_soon);
        return SendAsync(server, dice.Next(2) == 0 ? CheckIn(booked) : CheckOut(booked));
    }

    // Late enough not to begin, or end by itself, before the run is over. In one place, as nobody gets to another in time.
    private Operation BookSoon()
    {
        var minute = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() / 60 * 60);
        var from = minute + Duration.FromMinutes(dice.Next(5, 14));
        var place = world.Advisors.ToList().IndexOf(self);
        return Book(world.Rooms[place % world.Rooms.Count], new Slot(from, from + Duration.FromMinutes(dice.Next(1, 4)), Slot.Paris), [], isSoon: true);
    }

    private Operation CheckIn(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "checkIn",
            Caller = dice.Next(3) == 0 ? RoomOf(booked).Manager : Own(),
            Booking = booking,
            Input = new { bookingId = booking, people = dice.Next(1, 9), note = key, idempotencyKey = key },
        };
    }

    private Operation CheckOut(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "checkOut",
            Caller = dice.Next(3) == 0 ? RoomOf(booked).Manager : Own(),
            Booking = booking,
            Input = new { bookingId = booking, note = key, idempotencyKey = key },
        };
    }
}
