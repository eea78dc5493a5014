using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>A room tells the lead of a booking in it whose the room is by now.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.hand-over")]
public sealed record HandOver
{
    /// <summary>Which booking.</summary>
    [Id(0)] public required BookingId Booking { get; init; }

    /// <summary>By which of its claims the room knows it.</summary>
    [Id(1)] public required ClaimId Claim { get; init; }

    /// <summary>Which room.</summary>
    [Id(2)] public required RoomId Room { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(3)] public required OrganizationId Owner { get; init; }

    /// <summary>By which revision of the venue's terms: what comes late changes nothing.</summary>
    [Id(4)] public required long Revision { get; init; }
}
