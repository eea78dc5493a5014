using Scheduling.Api.Errors;
using Scheduling.Api.Occupancy;

namespace Scheduling.Api;

/// <summary>What can be followed live.</summary>
public sealed class Subscription
{
    /// <summary>
    /// First the present state of each room asked for, then each change. A slow reader gets the latest state, never a
    /// backlog. Not open yet: answers NOT_AVAILABLE.
    /// </summary>
    /// <param name="where">Which rooms to follow.</param>
    public static IObservable<RoomOccupancy> OccupancyChanged(OccupancyFilter where) =>
        throw ApiError.NotAvailable(RoomOccupancy.NotOpen);
}
