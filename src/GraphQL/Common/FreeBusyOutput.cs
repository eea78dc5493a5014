using GraphQL;
using NodaTime;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Calendars;

namespace Scheduling.Api.Common;

/// <summary>A stretch of a calendar in which nothing changes. It names networks, never persons.</summary>
[Name("FreeBusy")]
public sealed class FreeBusyOutput(FreeBusy stretch, DateTimeZone zone, ApiRequest api)
{
    /// <summary>When.</summary>
    public PeriodOutput Period => stretch.Period.In(zone);

    /// <summary>Whether it can be booked.</summary>
    public FreeBusyState State => stretch.State;

    /// <summary>How many people the bookings present bring; 0 during set-up and tear-down.</summary>
    public int SeatsTaken => stretch.SeatsTaken;

    /// <summary>Whose it is, when all of it is one network's.</summary>
    public async Task<Network?> NetworkAsync() =>
        stretch.Network is { } network ? await api.FindAsync(network) as Network : null;

    /// <summary>
    /// Where a booking stands in the way that other advisors may ask to join: what to ask with (<c>askToJoin</c>). It names
    /// nobody.
    /// </summary>
    [Id] public string? Joinable => stretch.Joinable;

    internal static IReadOnlyList<FreeBusyOutput> All(ImmutableArray<FreeBusy> stretches, DateTimeZone zone, ApiRequest api) =>
        [.. stretches.Select(stretch => new FreeBusyOutput(stretch, zone, api))];
}
