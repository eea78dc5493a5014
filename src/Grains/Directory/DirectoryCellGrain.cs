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

    public Task<ImmutableArray<Candidate>> CandidatesAsync(RoomQuery query) =>
        Task.FromResult<ImmutableArray<Candidate>>(
        [
            .. from room in _state.Durable.Rooms.Values
               where room.Seats >= query.Seats && query.Equipment.All(wanted => room.Equipment.Contains(wanted))
               where query.InseeCode is null || room.InseeCode == query.InseeCode
               let distance = query.Near is { } near && room.Location is { } there ? near.KilometresTo(there) : (double?)null
               where query.Near is null || distance <= query.WithinKm
               where !IsTaken(room.Id, query.During) && IsOpen(room, query.During)
               select new Candidate(room.Id, room.Name, distance, room.Location),
        ]);

    public Task<ImmutableArray<RoomId>> RoomsAsync() => Task.FromResult<ImmutableArray<RoomId>>([.. _state.Durable.Rooms.Keys]);

    private static bool IsOpen(ListedRoom room, Period during) =>
        new OpeningHours(room.OpeningHours, WallClock.Zone(room.TimeZone), room.DaysOffOf).Covers(during);

    private bool IsTaken(RoomId room, Period during) =>
        _taken.TryGetValue(room, out var days)
        && QuarterHours.DaysOf(during).Any(day => days.TryGetValue(day, out var taken) && QuarterHours.Meets(taken, during));
}
