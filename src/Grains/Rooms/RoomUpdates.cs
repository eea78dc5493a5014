using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Rooms;

/// <summary>Changes settings of a room; what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.update-room")]
public sealed record UpdateRoom
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary>How many people it seats.</summary>
    [Id(2)] public int? Seats { get; init; }

    /// <summary>What is in it.</summary>
    [Id(3)] public ImmutableArray<string>? Equipment { get; init; }

    /// <summary>Who may be in it at the same time.</summary>
    [Id(4)] public RoomSharing? Sharing { get; init; }

    /// <summary>The owner's rules, all of them.</summary>
    [Id(5)] public BookingPolicy? Policy { get; init; }

    /// <summary>Cancel the bookings that the change would break; otherwise they refuse it.</summary>
    [Id(6)] public bool CancelBookings { get; init; }

    /// <summary>The reason that cancelled bookings show.</summary>
    [Id(7)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(8)] public RequestKey? Key { get; init; }

    internal RoomDetails Over(RoomDetails known) => known with
    {
        Name = Name ?? known.Name,
        Seats = Seats ?? known.Seats,
        Equipment = Equipment ?? known.Equipment,
        Sharing = Sharing ?? known.Sharing,
        Policy = Policy ?? known.Policy,
    };
}

/// <summary>A room that was changed, and what that cancelled.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-updated")]
public sealed record RoomUpdated
{
    /// <summary>The room as it is now.</summary>
    [Id(0)] public required RoomView Room { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    [Id(1)] public required ImmutableArray<BookingView> Cancelled { get; init; }
}
