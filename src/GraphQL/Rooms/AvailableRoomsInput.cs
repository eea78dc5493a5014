using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Api.Venues;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;

namespace Scheduling.Api.Rooms;

/// <summary>Which rooms to find; every condition given has to hold.</summary>
public sealed record AvailableRoomsInput
{
    private const double WithinKmDefault = 20;

    /// <summary>Free for all of it; at most 7 days.</summary>
    public required PeriodInput During { get; init; }

    /// <summary>For so many people.</summary>
    [DefaultAstValue("1")] public int Seats { get; init; } = 1;

    /// <summary>In this commune.</summary>
    public string? InseeCode { get; init; }

    /// <summary>Around this point, nearest first.</summary>
    public GeoPointInput? Near { get; init; }

    /// <summary>How far from the point, in kilometres; at most 100.</summary>
    [DefaultAstValue("20")] public double? WithinKm { get; init; } = WithinKmDefault;

    /// <summary>With all of this.</summary>
    public IReadOnlyList<string>? Equipment { get; init; }

    internal RoomQuery ToQuery(PageRequest page) => new()
    {
        During = Arguments.During(During, "where.during"),
        Seats = Seats,
        InseeCode = InseeCode,
        Near = Near?.ToPoint(),
        WithinKm = WithinKm ?? WithinKmDefault,
        Equipment = Equipment is null ? [] : [.. Equipment],
        Page = page,
    };
}
