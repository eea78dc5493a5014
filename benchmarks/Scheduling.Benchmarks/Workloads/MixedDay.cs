using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>
/// What people do all day: of 100 requests 70 read (40 a room's week, 15 search, 15 look at a booking), 25 book, and 5 cancel or
/// move what the caller has booked.
/// </summary>
internal sealed class MixedDay(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int FirstWeek = 90, Weeks = 26;

    private readonly Dictionary<int, List<Booked>> _booked = [];
    private readonly Lock _lock = new();

    private enum Kind
    {
        Week,
        Search,
        Look,
        Book,
        Cancel,
        Move,
    }

    /// <inheritdoc/>
    public async Task BeginAsync(int expected)
    {
        await Calendars.FillAsync(plan, target);
        await Searches.FillAsync(plan, target);
    }

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        var own = Of(worker.Number);
        var live = own.FindAll(booked => !booked.IsCancelled);
        var kind = worker.Random.Next(1000) switch
        {
            < 400 => Kind.Week,
            < 550 => Kind.Search,
            < 700 when own.Count > 0 => Kind.Look,
            < 725 when live.Count > 0 => Kind.Cancel,
            < 750 when live.Count > 0 => Kind.Move,
            _ => Kind.Book,
        };
        var about = kind is Kind.Look ? own[worker.Random.Next(own.Count)] : kind is Kind.Cancel or Kind.Move ? live[worker.Random.Next(live.Count)] : null;
        var slot = kind is Kind.Book or Kind.Move ? Slot.Any(worker.Random, plan, FirstWeek, Weeks) : null;
        if (kind == Kind.Move)
            slot = slot! with { Advisor = about!.Slot.Advisor };
        worker.About = (kind, about, slot);
        switch (kind)
        {
            case Kind.Week: Calendars.Compose(worker, plan, target); break;
            case Kind.Search: Searches.Compose(worker, plan, target); break;
            case Kind.Look: target.Find(worker.Request, about!.Id, about.Slot.Advisor); break;
            case Kind.Cancel: target.Cancel(worker.Request, about!.Id, about.Slot.Advisor, Keys.New()); break;
            case Kind.Move: target.Move(worker.Request, about!.Id, slot!, Keys.New()); break;
            case Kind.Book: target.Book(worker.Request, slot!, Keys.New()); break;
        }

        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer)
    {
        var (kind, about, slot) = ((Kind, Booked?, Slot?))worker.About!;
        if (kind == Kind.Week)
            return Calendars.Read(answer);
        if (kind == Kind.Search)
            return Searches.Read(answer);
        if (answer.Status != 200 || answer.After("\"booking\":{\"id\":\""u8) is not { } id)
            return kind is Kind.Book or Kind.Move && Acknowledged.IsTaken(answer.After("\"code\":\""u8)) ? Outcome.Refused : Outcome.Wrong;
        switch (kind)
        {
            case Kind.Book: Of(worker.Number).Add(new Booked(id, slot!)); break;
            case Kind.Cancel: about!.IsCancelled = true; break;
            case Kind.Move: about!.Slot = slot!; break;
        }

        var booking = kind == Kind.Book ? Of(worker.Number)[^1] : about!;
        return id == booking.Id && answer.After("\"status\":\""u8) == booking.Status && answer.After("\"start\":\""u8) == booking.Slot.Start
            ? Outcome.Done
            : Outcome.Wrong;
    }

    /// <inheritdoc/>
    public async Task<(int Wrong, string? Example)> VerifyAsync()
    {
        var booked = _booked.Values.SelectMany(list => list).ToList();
        var twice = booked.Where(entry => !entry.IsCancelled)
            .SelectMany<Booked, (char, int, int, int)>(entry =>
                [('r', entry.Slot.Room, entry.Slot.Week, entry.Slot.Hour), ('a', entry.Slot.Advisor, entry.Slot.Week, entry.Slot.Hour)])
            .CountBy(taken => taken).Count(entry => entry.Value > 1);
        var (wrong, example) = (twice, twice > 0 ? "given twice" : null);
        const int LookedAt = 200;
        using var connection = new Connection(target.Url);
        await connection.OpenAsync();
        var request = new RequestBuffer();
        foreach (var entry in booked.Where((_, i) => i % ((booked.Count / LookedAt) + 1) == 0))
        {
            target.Find(request, entry.Id, entry.Slot.Advisor);
            var answer = await connection.SendAsync(request.Bytes);
            if (answer.After("\"status\":\""u8) != entry.Status || answer.After("\"start\":\""u8) != entry.Slot.Start)
                (wrong, example) = (wrong + 1, $"not as acknowledged: {entry.Id} {entry.Slot}: {answer}");
        }

        return (wrong, example);
    }

    private List<Booked> Of(int worker)
    {
        lock (_lock)
            return _booked.TryGetValue(worker, out var own) ? own : _booked[worker] = [];
    }

    private sealed class Booked(string id, Slot slot)
    {
        public string Id => id;

        public Slot Slot { get; set; } = slot;

        public bool IsCancelled { get; set; }

        public string Status => IsCancelled ? "CANCELLED" : "CONFIRMED";
    }
}
