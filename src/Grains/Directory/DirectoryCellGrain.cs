using System.Collections.Concurrent;
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
// between two awaits, on immutable state; what is taken of its rooms is noted and read on other threads as well.
[GrainType("directory-cell"), Reentrant]
internal sealed class DirectoryCellGrain : Grain, IDirectoryCellGrain
{
    private readonly DurableRecord<DirectoryCellState> _state;
    private readonly Board<string, CellReading>.Notice _notice;
    private readonly ConcurrentDictionary<RoomId, TakenQuarters> _taken = [];
    private readonly string _key;
    private readonly TimeProvider _clock;
    private CellReading _reading;

    public DirectoryCellGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, TimeProvider clock, Board<string, CellReading> board)
    {
        _key = context.GrainId.Key.ToString()!;
        _notice = board.NoticeOf(_key);
        _state = new DurableRecord<DirectoryCellState>("directory-cell", context, storage) { Stored = _ => Learn(), Failed = _notice.TakeDown };
        _reading = new CellReading([], TakenOf);
        _clock = clock;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _state.LoadAsync();
        Learn();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _notice.TakeDown();
        return Task.CompletedTask;
    }

    public async Task PutAsync(ListedRoom room)
    {
        // The index must never lack a cell that holds a room; those of communes would only hold it again.
        if (_state.Durable.Rooms.IsEmpty && !CellKey.IsCommune(_key))
            await GrainFactory.GetGrain<IDirectoryIndexGrain>(0).AddAsync(_key);
        _state.Decide(new DirectoryCellState { Rooms = _state.Current.Rooms.SetItem(room.Id, room) });
        await _state.SaveAsync();
    }

    public Task RemoveAsync(RoomId room)
    {
        if (_state.Current.Rooms.ContainsKey(room))
            _state.Decide(new DirectoryCellState { Rooms = _state.Current.Rooms.Remove(room) });
        return _state.SaveAsync();
    }

    public Task TakenAsync(RoomId room, ImmutableArray<TakenDay> days)
    {
        _notice.PutUp(_reading);
        _reading.Note(room, days, _clock.Now());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Candidate>> CandidatesAsync(RoomQuery query)
    {
        _notice.PutUp(_reading);
        return Task.FromResult(_reading.Candidates(query));
    }

    public Task<ImmutableArray<RoomId>> RoomsAsync() => Task.FromResult<ImmutableArray<RoomId>>([.. _state.Durable.Rooms.Keys]);

    private void Learn()
    {
        foreach (var room in _taken.Keys.Where(room => !_state.Durable.Rooms.ContainsKey(room)))
            _taken.TryRemove(room, out _);
        _notice.Post(_reading = new CellReading(_state.Durable.Rooms.Values, TakenOf));
    }

    private TakenQuarters TakenOf(RoomId room) => _taken.GetOrAdd(room, _ => new TakenQuarters());
}
