using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

/// <summary>A room's settings, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-state")]
internal sealed record RoomState
{
    /// <summary>What its owner says of it; null until published.</summary>
    [Id(0)] public RoomDetails? Details { get; init; }

    /// <summary>The venue's terms that it enforces.</summary>
    [Id(1)] public VenueTerms? Terms { get; init; }

    /// <summary>The key it was published with.</summary>
    [Id(2)] public RequestKey? Key { get; init; }
}
