using GraphQL;
using GraphQL.Types;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Execution;
using Scheduling.Api.Occupancy;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Scalars;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Venues;

/// <summary>A building with rooms.</summary>
[Implements(typeof(INode))]
public sealed class Venue(VenueView view, ApiRequest api) : INode
{
    internal DateTimeZone Zone => Zones.Of(view.Details.TimeZone);

    internal ImmutableArray<RoomId> Has => view.Rooms;

    internal bool IsOf(OrganizationId owner) => view.Owner == owner;

    /// <summary>Its identity.</summary>
    [SaysTheSameToAll]
    [Id] public string Id => view.Id.Value;

    /// <summary>Its name.</summary>
    [SaysTheSameToAll]
    public string Name => view.Details.Name;

    /// <summary>Whose it is.</summary>
    [SaysTheSameToAll]
    public Task<IOrganization> OwnerAsync() => api.FindAsync(view.Owner).There(view.Owner);

    /// <summary>Where the post finds it.</summary>
    [SaysTheSameToAll]
    public AddressOutput Address => new(view.Details.Address);

    /// <summary>Where it lies, when known.</summary>
    [SaysTheSameToAll]
    public GeoPointOutput? Location => view.Details.Location is { } point ? new GeoPointOutput(point) : null;

    /// <summary>Its zone: opening hours are wall-clock times in it, and answers show instants in it.</summary>
    [SaysTheSameToAll]
    [OutputType(typeof(NonNullGraphType<TimeZoneScalar>))] public string TimeZone => view.Details.TimeZone;

    /// <summary>When it is open; empty means that no hours are known, and nothing can be booked.</summary>
    public IEnumerable<WeeklyHoursOutput> OpeningHours => WeeklyHoursOutput.All(view.Details.OpeningHours);

    /// <summary>The most people the building may hold at once, over all its rooms; null means no such limit.</summary>
    [SaysTheSameToAll]
    public int? MaxOccupancy => view.Details.MaxOccupancy;

    /// <summary>True when it keeps its hours on public holidays; otherwise nothing can be booked on them.</summary>
    [SaysTheSameToAll]
    public bool OpensOnDaysOff => view.Details.OpensOnDaysOff;

    /// <summary>
    /// The public holidays of its place in the period, in order, whether or not it opens on them; none for a place that is
    /// not known to be in France.
    /// </summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    public IEnumerable<DayOffOutput> DaysOff(PeriodInput during) =>
        view.Details.DaysOffDuring(Arguments.During(during, "during")).Select(day => new DayOffOutput(day));

    /// <summary>Exceptional closures that share time with the period, in order.</summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    public async Task<IReadOnlyList<ClosureOutput>> ClosuresAsync(PeriodInput during)
    {
        var closures = await api.Grains.Get(view.Id).ClosuresAsync(Arguments.During(during, "during"));
        return [.. closures.Select(closure => new ClosureOutput(closure, view.Id, api))];
    }

    /// <summary>Its rooms, oldest first.</summary>
    [Complexity(1, 5)]
    public async Task<IReadOnlyList<Room>> RoomsAsync() =>
        [.. (await Task.WhenAll(view.Rooms.Select(api.FindAsync))).OfType<Room>()];

    /// <summary>Who is in the building now, room by room.</summary>
    public Task<VenueOccupancy> OccupancyAsync() => OccupancyQuery.OfAsync(this, view.Rooms, api);
}

/// <summary>A public holiday, from midnight to midnight in the venue's zone.</summary>
[Name("DayOff")]
public sealed class DayOffOutput(DayOff day)
{
    /// <summary>The day.</summary>
    public LocalDate Date => day.Date;

    /// <summary>Its French name; both names where two fall on one day.</summary>
    public string Name => day.Name;
}

/// <summary>An exceptional closure: nothing can be booked in it.</summary>
[Name("Closure")]
public sealed class ClosureOutput(Closure closure, VenueId venue, ApiRequest api)
{
    /// <summary>Its identity.</summary>
    [Id] public string Id => closure.Id.Value;

    /// <summary>When, in the venue's zone.</summary>
    public async Task<PeriodOutput> PeriodAsync() =>
        closure.Period.In((await api.FindAsync(venue).There(venue)).Zone);

    /// <summary>Why, in the owner's words.</summary>
    public string? Reason => closure.Reason;
}
