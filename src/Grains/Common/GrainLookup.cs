using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Keys;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Common;

/// <summary>The one place where identities become grain references.</summary>
public static class GrainLookup
{
    /// <summary>The advisor's grain.</summary>
    public static IAdvisorGrain Get(this IGrainFactory grains, AdvisorId id) => grains.GetGrain<IAdvisorGrain>(id.Value);

    /// <summary>The room's grain.</summary>
    public static IRoomGrain Get(this IGrainFactory grains, RoomId id) => grains.GetGrain<IRoomGrain>(id.Value);

    /// <summary>The room's waiting list.</summary>
    public static IWaitlistGrain WaitlistOf(this IGrainFactory grains, RoomId id) => grains.GetGrain<IWaitlistGrain>(id.Value);

    /// <summary>The venue's grain.</summary>
    public static IVenueGrain Get(this IGrainFactory grains, VenueId id) => grains.GetGrain<IVenueGrain>(id.Value);

    /// <summary>The organisation's grain.</summary>
    public static IOrganizationGrain Get(this IGrainFactory grains, OrganizationId id) =>
        grains.GetGrain<IOrganizationGrain>(id.Value);

    /// <summary>Whatever has a calendar, by the text of its identity.</summary>
    public static ICalendarGrain GetCalendar(this IGrainFactory grains, string id) =>
        EntityIds.TryParse<RoomId>(id, out var room) ? grains.Get(room)
        : EntityIds.TryParse<AdvisorId>(id, out var advisor) ? grains.Get(advisor)
        : EntityIds.TryParse<VenueId>(id, out var venue) ? grains.Get(venue)
        : throw new ArgumentException($"'{id}' has no calendar.", nameof(id));

    /// <summary>A caller's key.</summary>
    public static IRequestKeyGrain Get(this IGrainFactory grains, RequestKey key) => grains.GetGrain<IRequestKeyGrain>(key.Key);

    /// <summary>The feed of an advisor or an organisation.</summary>
    public static IFeedGrain Get(this IGrainFactory grains, FeedId id) => grains.GetGrain<IFeedGrain>(id.Value);

    /// <summary>The room search.</summary>
    public static IRoomSearchGrain RoomSearch(this IGrainFactory grains) => grains.GetGrain<IRoomSearchGrain>(0);
}
