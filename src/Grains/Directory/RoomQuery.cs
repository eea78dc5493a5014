using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>Which rooms.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-query")]
public sealed record RoomQuery
{
    /// <summary>Free for all of it.</summary>
    [Id(0)] public required Period During { get; init; }

    /// <summary>For so many people.</summary>
    [Id(1)] public required int Seats { get; init; }

    /// <summary>In this commune.</summary>
    [Id(2)] public string? InseeCode { get; init; }

    /// <summary>Around this point.</summary>
    [Id(3)] public GeoPoint? Near { get; init; }

    /// <summary>How far from the point, in kilometres; at most 100.</summary>
    [Id(4)] public double WithinKm { get; init; }

    /// <summary>With all of this.</summary>
    [Id(5)] public ImmutableArray<string> Equipment { get; init; } = [];

    /// <summary>Which part of the list.</summary>
    [Id(6)] public required PageRequest Page { get; init; }
}
