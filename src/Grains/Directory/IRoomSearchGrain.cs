using Orleans.Concurrency;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>Looks for rooms on behalf of others; see also <see cref="RoomSearch"/>. Keeps nothing; any number work side by side under key 0.</summary>
[Alias("scheduling.room-search")]
public interface IRoomSearchGrain : IGrainWithIntegerKey
{
    /// <summary>What could be booked instead, each verified, best first, at most five.</summary>
    [Alias("alternatives"), ReadOnly]
    Task<ImmutableArray<Alternative>> AlternativesAsync(AlternativesQuery query);

    /// <summary>Every room that lies in a commune, whoever owns it.</summary>
    /// <param name="inseeCode">The commune; one that is not known has none.</param>
    [Alias("in-commune"), ReadOnly]
    Task<ImmutableArray<RoomId>> InCommuneAsync(string inseeCode);
}

/// <summary>A booking that was refused.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.alternatives-query")]
public sealed record AlternativesQuery
{
    /// <summary>The room wanted.</summary>
    [Id(0)] public required RoomId Room { get; init; }

    /// <summary>The time wanted.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>For so many people.</summary>
    [Id(2)] public required int Seats { get; init; }

    /// <summary>Everyone who has to be free.</summary>
    [Id(3)] public required ImmutableArray<AdvisorId> Advisors { get; init; }

    /// <summary>The booking that would move, and so is not in its own way; null for a new one.</summary>
    [Id(4)] public BookingId? InsteadOf { get; init; }
}

/// <summary>A room and a time that could be booked.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.alternative")]
public sealed record Alternative([property: Id(0)] RoomId Room, [property: Id(1)] Period Period);
