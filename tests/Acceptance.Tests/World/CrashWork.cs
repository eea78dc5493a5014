using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>Clients who work until the server dies under them, and remember what they were told.</summary>
internal sealed class CrashWork(int seed)
{
    // The latest are the likeliest to have been in the middle of something.
    private const int FreedMax = 20;

    // What was sent, by key: the answer when there was one.
    private readonly ConcurrentDictionary<string, Attempt> _bookings = [];
    private readonly ConcurrentDictionary<string, bool> _cancelled = [];
    private readonly ConcurrentDictionary<string, string> _rooms = [];
    private int _keys;
    private int _answers;

    private IEnumerable<Attempt> Standing =>
        _bookings.Values.Where(attempt => !_cancelled.ContainsKey(attempt.Booking!));

    private sealed record Attempt(int Advisor, string Room, Slot Slot, string? Booking);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{_bookings.Count} bookings asked for, {_bookings.Values.Count(attempt => attempt.Booking is null)} of them "
        + $"without an answer, {_cancelled.Count} cancellations, {_rooms.Count} rooms";

    /// <summary>Works, and kills the server when so many more answers have come.</summary>
    public async Task UntilKilledAsync(Server server, Town town, string venue, IReadOnlyList<string> rooms,
        Advisor[] advisors, int answers)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var limit = Volatile.Read(ref _answers) + answers;
        void Answered()
        {
            if (Interlocked.Increment(ref _answers) == limit)
                _ = KillAsync();
        }

        async Task KillAsync()
        {
            await server.Silo.KillAsync();
            killed.SetResult();
        }

        var clients = advisors.Select((advisor, i) =>
        {
            var dice = new Random(unchecked(seed + (1_000 * limit) + i));
            return UntilLostAsync(() => BookAndCancelAsync(i, advisor, rooms, dice, Answered));
        });
        var publisher = UntilLostAsync(() => PublishAsync(town, venue, Answered));
        await Task.WhenAll([.. clients, publisher, killed.Task]);
    }

    /// <summary>Everybody who was left without an answer repeats with the same key.</summary>
    public async Task FinishAsync(Town town, string venue, Advisor[] advisors)
    {
        foreach (var (name, _) in _rooms.Where(entry => entry.Value.Length == 0))
            await PublishAsync(town, venue, name);

        foreach (var (key, attempt) in _bookings.Where(entry => entry.Value.Booking is null))
        {
            var repeated = await advisors[attempt.Advisor].BookAsync(attempt.Room, attempt.Slot, key: key);
            if (repeated.Codes().Count > 0)
            {
                _bookings.TryRemove(key, out _);
                continue;
            }

            _bookings[key] = attempt with { Booking = repeated.Text("booking.id") };
            Assert.Equal(repeated.GetRawText(),
                (await advisors[attempt.Advisor].BookAsync(attempt.Room, attempt.Slot, key: key)).GetRawText());
        }

        foreach (var (booking, _) in _cancelled.Where(entry => !entry.Value))
        {
            var lead = advisors[_bookings.Values.Single(attempt => attempt.Booking == booking).Advisor];
            (await lead.CancelAsync(booking, key: $"cancel {booking}")).Accepted();
            _cancelled[booking] = true;
        }
    }

    /// <summary>Everything that was acknowledged is there, once, and nothing overlaps.</summary>
    public async Task AssertKeptAsync(Server server, Town town, string venue, Advisor[] advisors)
    {
        var all = Slot.Days(Slot.Monday.PlusDays(-7), 120);
        await Task.WhenAll(_bookings.Values.Select(async attempt =>
        {
            var found = await advisors[attempt.Advisor].FindAsync(attempt.Booking!);
            Assert.Equal(_cancelled.ContainsKey(attempt.Booking!) ? "CANCELLED" : "CONFIRMED", found.Text("status"));
            Assert.Equal(attempt.Slot, Slot.Of(found.At("period")));
        }));

        foreach (var room in _bookings.Values.Select(attempt => attempt.Room).Distinct())
        {
            // One that was cancelled at the last moment may hold its place until somebody needs it.
            var standing = (await AllBookingsAsync(town, room, all))
                .Where(booking => booking.Text("status") != "CANCELLED").ToDictionary(booking => booking.Text("id"));
            Assert.Equal(
                Standing.Where(attempt => attempt.Room == room).Select(attempt => attempt.Booking!)
                    .Order(StringComparer.Ordinal),
                standing.Keys.Order(StringComparer.Ordinal));
            AssertApart(standing.Values);
        }

        for (var i = 0; i < advisors.Length; i++)
            AssertApart(Standing.Where(attempt => attempt.Advisor == i).Select(attempt => attempt.Slot));
        var published = (await server.Display.QueryAsync("query($id: ID!) { venue(id: $id) { rooms { id name } } }",
            new { id = venue }))
            .List("venue.rooms").ToLookup(room => room.Text("name"), room => room.Text("id"));
        foreach (var (name, room) in _rooms)
            Assert.Equal(room, Assert.Single(published[name]));
        await AssertFreedAsync(town, advisors);
    }

    // A cancelled slot can be booked: by the advisor who had it, whose time it gave back as well.
    private async Task AssertFreedAsync(Town town, Advisor[] advisors)
    {
        foreach (var attempt in _bookings.Values.Except(Standing).TakeLast(FreedMax))
        {
            if (Standing.Any(other => Overlap(other.Slot, attempt.Slot)
                && (other.Room == attempt.Room || other.Advisor == attempt.Advisor)))
                continue;
            var made = (await advisors[attempt.Advisor].BookAsync(attempt.Room, attempt.Slot)).Accepted();
            (await advisors[attempt.Advisor].CancelAsync(made.Text("booking.id"))).Accepted();
        }
    }

    private static bool Overlap(Slot a, Slot b) => a.From < b.To && b.From < a.To;

    private static void AssertApart(IEnumerable<JsonElement> bookings) =>
        AssertApart(bookings.Select(booking => Slot.Of(booking.At("period"))));

    private static void AssertApart(IEnumerable<Slot> slots)
    {
        var sorted = slots.OrderBy(slot => slot.From).ToList();
        foreach (var (before, after) in sorted.Zip(sorted.Skip(1)))
            Assert.False(Overlap(before, after), $"{before} overlaps {after}");
    }

    private static async Task<List<JsonElement>> AllBookingsAsync(Town town, string room, Slot during)
    {
        var all = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = (await town.Mayor.QueryAsync(
                "query($id: ID!, $during: PeriodInput!, $after: String) { room(id: $id) { bookings(during: $during, first: 100, after: $after) "
                + "{ nodes { id status period { start end } } pageInfo { hasNextPage endCursor } } } }",
                new { id = room, during = during.Input, after })).At("room.bookings");
            all.AddRange(page.List("nodes"));
            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        return all;
    }

    // Until the connection is lost: that is the kill.
    private static async Task UntilLostAsync(Func<Task> step)
    {
        try
        {
            while (true)
                await step();
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private async Task BookAndCancelAsync(int i, Advisor advisor, IReadOnlyList<string> rooms, Random dice,
        Action answered)
    {
        var from = Slot.Monday.PlusDays(dice.Next(60)) + new LocalTime(dice.Next(24), 0);
        var attempt = new Attempt(i, rooms[dice.Next(rooms.Count)],
            Slot.Between(from, from.PlusHours(1 + dice.Next(3))), Booking: null);
        var key = $"{Interlocked.Increment(ref _keys)}";
        _bookings[key] = attempt;
        var payload = await advisor.BookAsync(attempt.Room, attempt.Slot, key: key);
        if (payload.Codes().Contains("OUTCOME_UNKNOWN"))
            return;
        if (payload.Codes().Count > 0)
        {
            _bookings.TryRemove(key, out _);
            return;
        }

        var booking = payload.Text("booking.id");
        _bookings[key] = attempt with { Booking = booking };
        answered();
        if (dice.Next(3) > 0)
            return;
        _cancelled[booking] = false;
        (await advisor.CancelAsync(booking, key: $"cancel {booking}")).Accepted();
        _cancelled[booking] = true;
        answered();
    }

    private async Task PublishAsync(Town town, string venue, Action answered)
    {
        var name = $"room {Interlocked.Increment(ref _keys)}";
        _rooms[name] = "";
        await PublishAsync(town, venue, name);
        answered();
    }

    private async Task PublishAsync(Town town, string venue, string name)
    {
        var made = await town.Mayor.MutateAsync("publishRoom",
            new { venueId = venue, name, seats = 4, idempotencyKey = name });
        _rooms[name] = made.Accepted().Text("room.id");
    }
}
