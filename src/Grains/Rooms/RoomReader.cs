using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Rooms;

/// <summary>
/// Asks rooms what they are and when they are free. A room of this silo has posted it, and is asked itself only for what
/// is not there; the answers are the same.
/// </summary>
public sealed class RoomReader(IGrainFactory grains, Board<RoomId, RoomReading> board, TimeProvider clock)
{
    /// <inheritdoc cref="IRoomGrain.GetAsync"/>
    public ValueTask<RoomView?> GetAsync(RoomId room) =>
        board.TryRead(room, out var reading) ? new(reading.View) : new(grains.Get(room).GetAsync());

    /// <inheritdoc cref="IRoomGrain.FreeBusyAsync"/>
    public ValueTask<ImmutableArray<FreeBusy>> FreeBusyAsync(RoomId room, Period during) =>
        board.TryRead(room, out var reading) && reading.Covers(during)
            ? new(reading.FreeBusy(during))
            : new(grains.Get(room).FreeBusyAsync(during));

    /// <inheritdoc cref="IRoomGrain.FindBookableAsync"/>
    public ValueTask<RoomView?> FindBookableAsync(RoomId room, Period period, int seats) =>
        // Where somebody is in the way it is for the room to find out whether they still are.
        board.TryRead(room, out var reading) && reading.IsKnownBookable(period, seats, clock.Now())
            ? new(reading.View)
            : new(grains.Get(room).FindBookableAsync(period, seats));
}
