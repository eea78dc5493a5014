using GraphQL;
using GraphQL.Types;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
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

    /// <summary>Its identity.</summary>
    [Id] public string Id => view.Id.Value;

    /// <summary>Its name.</summary>
    public string Name => view.Details.Name;

    /// <summary>Whose it is.</summary>
    public Task<IOrganization> OwnerAsync() => api.FindAsync(view.Owner).There(view.Owner);

    /// <summary>Where the post finds it.</summary>
    public AddressOutput Address => new(view.Details.Address);

    /// <summary>Where it lies, when known.</summary>
    public GeoPointOutput? Location => view.Details.Location is { } point ? new GeoPointOutput(point) : null;

    /// <summary>Its zone: opening hours are wall-clock times in it, and answers show instants in it.</summary>
    [OutputType(typeof(NonNullGraphType<TimeZoneScalar>))] public string TimeZone => view.Details.TimeZone;

    /// <summary>When it is open; empty means that no hours are known, and nothing can be booked.</summary>
    public IEnumerable<WeeklyHoursOutput> OpeningHours => WeeklyHoursOutput.All(view.Details.OpeningHours);

    /// <summary>The most people the building may hold at once, over all its rooms; null means no such limit.</summary>
    public int? MaxOccupancy => view.Details.MaxOccupancy;

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
    public VenueOccupancy Occupancy() => throw ApiError.NotAvailable(RoomOccupancy.NotOpen);
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
