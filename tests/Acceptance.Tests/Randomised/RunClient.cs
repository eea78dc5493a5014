using NodaTime;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>
/// An advisor and whoever acts beside them: one call at a time, chosen at random. A call without an answer is repeated with
/// its key before anything else is done.
/// </summary>
internal sealed partial class RunClient(RunWorld world, Journal journal, RunAdvisor self, Random dice)
{
    private const int DaysAhead = 10;
    private const int RepeatsMax = 20;

    private readonly List<Operation> _registered = [];
    private Operation? _unanswered;
    private int _keys;

    /// <summary>Makes calls while there are any left to make; ends early when the server is lost.</summary>
    public async Task RunAsync(Server server, Func<bool> takeTurn)
    {
        try
        {
            if (_unanswered is { } unanswered)
                await SendAsync(server, unanswered);
            while (takeTurn())
                await StepAsync(server);
        }
        catch (HttpRequestException)
        {
            // Killed; what was under way is repeated when it is back.
        }
    }

    /// <summary>Gets the answer to what was under way when the server was lost last.</summary>
    public async Task FinishAsync(Server server)
    {
        if (_unanswered is { } unanswered)
            await SendAsync(server, unanswered);
    }

    private Task StepAsync(Server server) => dice.Next(100) switch
    {
        < 20 => SendAsync(server, Book()),
        < 23 => SendAsync(server, BookSoon()),
        < 27 => AboutABookingAsync(server, Register),
        < 29 when _registered.Count > 0 => SendAsync(server, CancelRegistration()),
        < 36 => AboutABookingAsync(server, Cancel),
        < 43 => AboutABookingAsync(server, Decide),
        < 50 => AboutABookingAsync(server, Move),
        < 55 => AboutABookingAsync(server, Change),
        < 64 => StepOfPartsAsync(server),
        < 69 => StepOfSeriesAsync(server),
        < 79 => StepOfWaitingAsync(server),
        < 85 => StepOfPresenceAsync(server),
        < 88 => SendAsync(server, ChangeTerms()),
        < 92 => RepeatAsync(server),
        _ => ReadAsync(server),
    };

    private async Task SendAsync(Server server, Operation operation)
    {
        journal.Note(operation);
        _unanswered = operation;
        for (var i = 0; i < RepeatsMax; i++)
        {
            operation.Sent++;
            var answer = await RunWorld.CallerOf(server, operation.Caller).MutateAsync(operation.Mutation, operation.Input);
            if (answer.Codes().Contains("OUTCOME_UNKNOWN"))
                continue;
            journal.Note(operation, answer);
            if (operation.IsAccepted)
                Remember(operation);
            _unanswered = null;
            return;
        }

        journal.NoteWrong($"{operation} has no answer after {RepeatsMax} times");
        _unanswered = null;
    }

    private void Remember(Operation operation)
    {
        var list = operation.Mutation switch
        {
            "registerAttendee" => _registered,
            "bookSeries" => _series,
            "joinWaitlist" => _waiting,
            "bookRoom" when operation.IsSoon => _soon,
            _ => null,
        };
        list?.Add(operation);
    }

    private async Task AboutABookingAsync(Server server, Func<Operation, Operation> make)
    {
        if (AnyBooking() is { } booked)
            await SendAsync(server, make(booked));
        else
            await SendAsync(server, Book());
    }

    private Operation Book() => Book(Any(world.Rooms), AnySlot(), AnyCoHosts(), isSoon: false);

    private Operation Book(RunRoom room, Slot slot, string[] coHosts, bool isSoon)
    {
        var key = NextKey();
        return new Operation
        {
            Key = key,
            Mutation = "bookRoom",
            Caller = Own(),
            IsSoon = isSoon,
            Input = new
            {
                roomId = room.Id,
                period = slot.Input,
                seats = AnySeats(room),
                advisorId = self.Id,
                coHostIds = coHosts,
                title = key,
                idempotencyKey = key,
            },
        };
    }

    // Mostly of the own network, who need not be asked.
    private string[] AnyCoHosts()
    {
        var isAbroad = dice.Next(3) == 0;
        return [.. world.Advisors.Where(other => other != self && (isAbroad || other.Network == self.Network))
            .OrderBy(_ => dice.Next()).Take(Math.Max(0, dice.Next(-3, 3))).Select(other => other.Id)];
    }

    // Now and then one too many.
    private int AnySeats(RunRoom room) => 1 + dice.Next(room.Seats + (dice.Next(20) == 0 ? 2 : 0));

    private RunCaller Own() => dice.Next(4) == 0 ? self.Manager : self.Self;

    private Operation Cancel(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "cancelBooking",
            Caller = Concerned(booked),
            Booking = booking,
            Input = new { bookingId = booking, reason = key, expectedVersion = AnyVersion(booking), idempotencyKey = key },
        };
    }

    private Operation Decide(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "decideBooking",
            Caller = dice.Next(10) == 0 ? Concerned(booked) : RoomOf(booked).Manager,
            Booking = booking,
            Input = new { bookingId = booking, decision = dice.Next(3) == 0 ? "DECLINE" : "ACCEPT", note = key, idempotencyKey = key },
        };
    }

    private Operation Move(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "rescheduleBooking",
            Caller = Concerned(booked),
            Booking = booking,
            Input = new
            {
                bookingId = booking,
                period = AnySlot().Input,
                roomId = dice.Next(2) == 0 ? Any(world.Rooms).Id : null,
                reason = key,
                expectedVersion = AnyVersion(booking),
                idempotencyKey = key,
            },
        };
    }

    private Operation Change(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return new Operation
        {
            Key = key,
            Mutation = "changeBooking",
            Caller = Concerned(booked),
            Booking = booking,
            Input = new { bookingId = booking, seats = 1 + dice.Next(8), reason = key, expectedVersion = AnyVersion(booking), idempotencyKey = key },
        };
    }

    private Operation Register(Operation booked)
    {
        var (booking, key) = (booked.Shown.Text("id"), NextKey());
        return AboutAnAttendee("registerAttendee", key, booking, reference: key.Replace('/', '.'));
    }

    private Operation CancelRegistration()
    {
        var registered = Any(_registered);
        return AboutAnAttendee("cancelRegistration", NextKey(), registered.Booking!, registered.Attendee!);
    }

    private Operation AboutAnAttendee(string mutation, string key, string booking, string reference) => new()
    {
        Key = key,
        Mutation = mutation,
        Caller = self.Self,
        Booking = booking,
        Attendee = reference,
        Input = new { bookingId = booking, reference, idempotencyKey = key },
    };

    // Whoever has the key's answer already and asks again is told of the same booking.
    private async Task RepeatAsync(Server server)
    {
        if (AnyBooking() is not { } booked)
            return;
        var booking = booked.Shown.Text("id");
        var known = journal.VersionOf(booking);
        var again = await RunWorld.CallerOf(server, booked.Caller).MutateAsync(booked.Mutation, booked.Input);
        if (again.Codes() is ["OUTCOME_UNKNOWN"])
            return;
        if (again.Codes().Count > 0 || again.Text("booking.id") != booking)
            journal.NoteWrong($"{booked} made {booking}, and again gave {again}");
        else
            CheckRead(again.At("booking"), known);
    }

    private async Task ReadAsync(Server server)
    {
        if (AnyBooking() is not { } booked)
            return;
        var booking = booked.Shown.Text("id");
        var known = journal.VersionOf(booking);
        var read = (await RunWorld.CallerOf(server, dice.Next(2) == 0 ? LeadOf(booked).Self : LeadOf(booked).Manager).QueryAsync(
            "query($id: ID!) { booking(id: $id) { id version status } }", new { id = booking })).At("booking");
        CheckRead(read, known);
    }

    // Nobody reads what is older than what somebody was told before.
    private void CheckRead(System.Text.Json.JsonElement booking, long known)
    {
        if (booking.At("version").GetInt64() < known)
            journal.NoteWrong($"{booking.Text("id")} had version {known} and was read as {booking}");
        journal.NoteRead(booking);
    }

    // Mostly those who may.
    private RunCaller Concerned(Operation booked)
    {
        var lead = LeadOf(booked);
        return dice.Next(10) switch
        {
            < 5 => lead.Self,
            < 7 => lead.Manager,
            < 9 => RoomOf(booked).Manager,
            _ => Any(world.Advisors).Self,
        };
    }

    private RunAdvisor LeadOf(Operation booked) => world.Advisors.Single(advisor => advisor.Id == booked.Shown.Text("advisor.id"));

    private RunRoom RoomOf(Operation booked) => world.Rooms.Single(room => room.Id == booked.Shown.Text("room.id"));

    private long? AnyVersion(string booking) => dice.Next(4) switch
    {
        0 => journal.VersionOf(booking),
        1 when dice.Next(5) == 0 => journal.VersionOf(booking) - 1,
        _ => null,
    };

    private Operation? AnyBooking() => journal.Bookings is { Count: > 0 } bookings ? Any(bookings) : null;

    private Slot AnySlot()
    {
        // Across the end of a week.
        var from = Slot.Monday.PlusDays(-3).AtMidnight().PlusMinutes(30 * dice.Next(DaysAhead * 48));
        return Slot.Between(from, from.PlusMinutes(30 * dice.Next(1, 6)));
    }

    private string NextKey() => $"{self.Id}/{++_keys}";

    private T Any<T>(IReadOnlyList<T> choices) => choices[dice.Next(choices.Count)];
}
