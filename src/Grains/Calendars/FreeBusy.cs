using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>What a stretch of a calendar is.</summary>
public enum FreeBusyState
{
    /// <summary>Can be booked; a room shared by seats may have some taken.</summary>
    Free,

    /// <summary>Held by a booking that waits for somebody's answer.</summary>
    Pending,

    /// <summary>Taken, or full.</summary>
    Busy,

    /// <summary>Outside opening hours, or closed for the day.</summary>
    Closed,
}

/// <summary>A stretch of a calendar in which nothing changes. It names networks, never persons.</summary>
/// <param name="Period">When.</param>
/// <param name="State">What it is.</param>
/// <param name="SeatsTaken">Seats of the bookings present; 0 during set-up and tear-down.</param>
/// <param name="Network">Whose, when all of it is one network's.</param>
[GenerateSerializer, Immutable, Alias("scheduling.free-busy")]
public sealed record FreeBusy(
    [property: Id(0)] Period Period,
    [property: Id(1)] FreeBusyState State,
    [property: Id(2)] int SeatsTaken,
    [property: Id(3)] OrganizationId? Network)
{
    /// <summary>A reference to ask with to join the booking; null where none is in the way that could be joined.</summary>
    [Id(4)] public string? Joinable { get; init; }
}
