using Orleans.Concurrency;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>What a cell stores.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.directory-cell-state")]
internal sealed record DirectoryCellState
{
    /// <summary>Its rooms.</summary>
    [Id(0)] public ImmutableDictionary<RoomId, ListedRoom> Rooms { get; init; } = ImmutableDictionary<RoomId, ListedRoom>.Empty;
}

// Reentrant on purpose: rooms that are listed together share a write, and searches go on meanwhile. Every change is made
// between two awaits, on immutable state.
[GrainType("directory-cell"), Reentrant]
internal sealed class DirectoryCellGrain(
    [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, TimeProvider clock)
    : Grain, IDirectoryCellGrain
{
    private const int DaysKept = 8 * 7;

    private readonly DurableRecord<DirectoryCellState> _state = new("directory-cell", context, storage);
    private readonly Dictionary<RoomId, SortedDictionary<int, TakenDay>> _taken = [];
    private DirectoryCellState? _listedOf;
    private (ListedRoom Room, OpeningHours Hours)[] _listed = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _state.LoadAsync();

    public async Task PutAsync(ListedRoom room)
    {
        // The index must never lack a cell that holds a room; those of communes would only hold it again.
        var key = this.GetPrimaryKeyString();
        if (_state.Durable.Rooms.IsEmpty && !CellKey.IsCommune(key))
            await GrainFactory.GetGrain<IDirectoryIndexGrain>(0).AddAsync(key);
        _state.Decide(new DirectoryCellState { Rooms = _state.Current.Rooms.SetItem(room.Id, room) });
        await _state.SaveAsync();
    }

    public Task RemoveAsync(RoomId room)
    {
        _taken.Remove(room);
        if (_state.Current.Rooms.ContainsKey(room))
            _state.Decide(new DirectoryCellState { Rooms = _state.Current.Rooms.Remove(room) });
        return _state.SaveAsync();
    }

    public Task TakenAsync(RoomId room, ImmutableArray<TakenDay> days)
    {
        var today = QuarterHours.DaysOf(new Period(clock.Now(), clock.Now() + Duration.Epsilon)).First();
        if (!_taken.TryGetValue(room, out var known))
            _taken[room] = known = [];
        foreach (var day in days.Where(day => day.Day >= today && day.Day < today + DaysKept))
            known[day.Day] = day;
        while (known.Count > 0 && known.Keys.First() < today)
            known.Remove(known.Keys.First());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Candidate>> CandidatesAsync(RoomQuery query)
    {
        var found = ImmutableArray.CreateBuilder<Candidate>();
        var days = QuarterHours.DaysOf(query.During).ToList();
        var open = new Dictionary<OpeningHours, bool>();
        foreach (var (room, hours) in Listed())
        {
            // What costs least is asked first.
            if (room.Seats < query.Seats || (query.InseeCode is { } commune && room.InseeCode != commune) || !HasAll(room, query.Equipment))
                continue;
            double? distance = null;
            if (query.Near is { } near && (distance = room.Location is { } there ? near.KilometresWithin(query.WithinKm, there) : null) is null)
                continue;
            if (IsTaken(room.Id, query.During, days))
                continue;
            if (!open.TryGetValue(hours, out var isOpen))
                open[hours] = isOpen = hours.Covers(query.During);
            if (isOpen)
                found.Add(new Candidate(room.Id, room.Name, distance, room.Location));
        }

        return Task.FromResult(found.DrainToImmutable());
    }

    public Task<ImmutableArray<RoomId>> RoomsAsync() => Task.FromResult<ImmutableArray<RoomId>>([.. _state.Durable.Rooms.Keys]);

    private static bool HasAll(ListedRoom room, ImmutableArray<string> equipment)
    {
        foreach (var wanted in equipment)
            if (!room.Equipment.Contains(wanted))
                return false;
        return true;
    }

    private bool IsTaken(RoomId room, Period during, List<int> days)
    {
        if (!_taken.TryGetValue(room, out var known))
            return false;
        foreach (var day in days)
            if (known.TryGetValue(day, out var taken) && QuarterHours.Meets(taken, during))
                return true;
        return false;
    }

    // Rooms with the same hours share them, so that a search works them out once: many do.
    private (ListedRoom Room, OpeningHours Hours)[] Listed()
    {
        if (!ReferenceEquals(_listedOf, _state.Durable))
        {
            var shared = new Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours>();
            _listed = [.. _state.Durable.Rooms.Values.Select(room => (room, HoursOf(room, shared)))];
            _listedOf = _state.Durable;
        }

        return _listed;
    }

    private static OpeningHours HoursOf(ListedRoom room, Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours> shared)
    {
        var same = (string.Join(';', room.OpeningHours), room.TimeZone, room.DaysOffOf);
        if (!shared.TryGetValue(same, out var hours))
            shared[same] = hours = new OpeningHours(room.OpeningHours, WallClock.Zone(room.TimeZone), room.DaysOffOf);
        return hours;
    }
}
