using GraphQL;

namespace Scheduling.Api.Execution;

/// <summary>
/// Lets the source of a stream go no faster than its reader: only so many events are on their way at a time, each from
/// when the source gives it until the network has taken it. The library itself passes on whatever a source gives.
/// </summary>
internal sealed class StreamFlow
{
    // Times the operations of a socket this stays below the messages that may wait there.
    private const int OnTheWay = 4;

    private readonly SemaphoreSlim _room = new(OnTheWay, OnTheWay);

    /// <summary>The flow of the operation under way; null where nobody streams.</summary>
    public static StreamFlow? Of(IResolveFieldContext context) => (context.UserContext as TransportContext)?.Flow;

    /// <summary>Waits until there is room for one more event.</summary>
    public Task RoomAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>The network has taken an event. A source that never asks for room is not held.</summary>
    public void Taken()
    {
        if (_room.CurrentCount < OnTheWay)
            _room.Release();
    }
}
