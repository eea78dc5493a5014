using System.Collections.Concurrent;
using System.Text.Json;
using Scheduling.Cluster.Tests.Checking;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>A booking that waits for somebody's answer.</summary>
/// <param name="Key">Its client's name for it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Lead">Who leads it.</param>
/// <param name="CoHost">The co-host who is asked; null when it is the room's owner.</param>
/// <param name="Token">Of whoever is asked.</param>
internal sealed record Question(string Key, string Id, string Lead, string? CoHost, string Token);

/// <summary>
/// An advisor who books, moves, cancels, answers and looks, one thing after the other, and repeats with the same key
/// whatever was not answered.
/// </summary>
internal sealed partial class Client(World world, int number, Week week, string run, Door door, Recorder recorder, ConcurrentBag<Question> questions, Random dice)
{
    private const string Calendar =
        "query($id: ID!, $during: PeriodInput!) { room(id: $id) { calendar(during: $during) { period { start end } seatsTaken } } }";

    private readonly Person _self = world.People[number];
    private readonly List<Own> _own = [];
    private int _keys;

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await StepAsync();
    }

    private async Task StepAsync()
    {
        // Where it asks is not always the same.
        if (dice.Next(8) == 0)
            door.GoElsewhere();
        await (dice.Next(100) switch
        {
            < 40 => BookAsync(),
            < 52 when _own.Count > 0 => CancelAsync(),
            < 66 when _own.Count > 0 => MoveAsync(),
            < 76 when questions.TryTake(out var question) => ConsentAsync(question),
            _ => ReadAsync(),
        });
    }

    private async Task BookAsync()
    {
        var room = AnyRoom();
        var (start, end) = week.AnyTime(dice);
        var wanted = new Own(NextKey(), "", room, 1 + dice.Next(8), start, end, AnyCoHosts());
        var reply = await door.MutateAsync(_self.Token, "bookRoom", new
        {
            roomId = room.Id,
            period = Week.Period(start, end),
            seats = wanted.Seats,
            advisorId = _self.Id,
            coHostIds = wanted.CoHosts.Select(coHost => coHost.Id).ToArray(),
            title = wanted.Key,
            idempotencyKey = wanted.Key,
        });
        var act = new Act { Kind = ActKind.Book, Booking = wanted.Key, To = Stays(wanted), Invoked = reply.Invoked, Returned = reply.Returned, WasRepeated = reply.Times > 1, Note = Note(reply) };
        if (!Told(act, reply, wanted) || reply.Payload is not { } payload)
            return;
        _own.Add(wanted with { Id = payload.Text("booking.id") });
        Ask(_own[^1], payload);
    }

    private async Task MoveAsync()
    {
        var own = TakeOwn();
        var room = dice.Next(2) == 0 ? AnyRoom() : own.Room;
        var (start, end) = week.AnyTime(dice);
        var wanted = own with { Room = room, Start = start, End = end };
        var reply = await door.MutateAsync(_self.Token, "rescheduleBooking",
            new { bookingId = own.Id, period = Week.Period(start, end), roomId = room.Id, idempotencyKey = NextKey() });
        var act = new Act
        {
            Kind = ActKind.Move,
            Booking = own.Key,
            From = Stays(own),
            To = Stays(wanted),
            Invoked = reply.Invoked,
            Returned = reply.Returned,
            Note = Note(reply),
        };
        if (Told(act, reply, wanted) && reply.Payload is { } payload)
        {
            _own.Add(wanted);
            Ask(wanted, payload);
        }
        else if (reply.Payload is { } refused && !IsOver(refused))
        {
            _own.Add(own);
        }
    }

    private async Task CancelAsync()
    {
        var own = TakeOwn();
        var reply = await door.MutateAsync(_self.Token, "cancelBooking", new { bookingId = own.Id, idempotencyKey = NextKey() });
        var act = new Act { Kind = ActKind.End, Booking = own.Key, Invoked = reply.Invoked, Returned = reply.Returned, Note = Note(reply) };
        Told(act, reply, own);
    }

    private async Task ConsentAsync(Question question)
    {
        var isAccepted = dice.Next(3) > 0;
        var decision = isAccepted ? "ACCEPT" : "DECLINE";
        var key = NextKey();
        var reply = question.CoHost is { } coHost
            ? await door.MutateAsync(question.Token, "answerInvitation", new { bookingId = question.Id, advisorId = coHost, decision, idempotencyKey = key })
            : await door.MutateAsync(question.Token, "decideBooking", new { bookingId = question.Id, decision, idempotencyKey = key });
        var act = new Act
        {
            Kind = isAccepted ? ActKind.Stands : ActKind.End,
            Booking = question.Key,
            Calendar = isAccepted ? question.Lead : "",
            Invoked = reply.Invoked,
            Returned = reply.Returned,
            Note = Note(reply),
        };
        if (reply.Payload is null)
        {
            if (!isAccepted)
                recorder.Note(act with { Told = Checking.Told.Unknown, Returned = Act.Never }, reply.Via);
        }
        else if (reply.Payload.Value.Codes() is { Count: > 0 } codes)
        {
            // It was answered, moved or ended meanwhile; or the silo that was asked has not heard of it.
            Expect(codes, ["WRONG_STATE", "FORBIDDEN", "NOT_FOUND"], reply);
        }
        else
        {
            recorder.Note(act, reply.Via);
        }
    }

    private async Task ReadAsync()
    {
        var room = AnyRoom();
        var (start, end) = week.AnyDay(dice);
        var reply = await door.QueryAsync(world.Display, Calendar, new { id = room.Id, during = Week.Period(start, end) }, "room");
        if (reply.Payload is not { } shown)
            return;
        recorder.Note(new Act
        {
            Kind = ActKind.Read,
            Calendar = room.Id,
            Invoked = reply.Invoked,
            Returned = reply.Returned,
            Shown = [.. shown.List("calendar").Select(stretch => new Stretch(
                Week.Minute(stretch.Text("period.start")), Week.Minute(stretch.Text("period.end")), stretch.Number("seatsTaken")))],
            Note = Note(reply),
        }, reply.Via);
    }
}
