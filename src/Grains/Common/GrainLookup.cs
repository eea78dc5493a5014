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
    public static IAdvisorGrain Get(this IGrainFactory grains, AdvisorId id) => grains.Find<IAdvisorGrain>(id.Value);

    /// <summary>The room's grain.</summary>
    public static IRoomGrain Get(this IGrainFactory grains, RoomId id) => grains.Find<IRoomGrain>(id.Value);

    /// <summary>The room's waiting list.</summary>
    public static IWaitlistGrain WaitlistOf(this IGrainFactory grains, RoomId id) => grains.Find<IWaitlistGrain>(id.Value);

    /// <summary>The venue's grain.</summary>
    public static IVenueGrain Get(this IGrainFactory grains, VenueId id) => grains.Find<IVenueGrain>(id.Value);

    /// <summary>The organisation's grain.</summary>
    public static IOrganizationGrain Get(this IGrainFactory grains, OrganizationId id) =>
        grains.Find<IOrganizationGrain>(id.Value);

    /// <summary>Whatever has a calendar, by the text of its identity.</summary>
    public static ICalendarGrain GetCalendar(this IGrainFactory grains, string id) =>
        EntityIds.TryParse<RoomId>(id, out var room) ? grains.Get(room)
        : EntityIds.TryParse<AdvisorId>(id, out var advisor) ? grains.Get(advisor)
        : EntityIds.TryParse<VenueId>(id, out var venue) ? grains.Get(venue)
        : throw new ArgumentException($"'{id}' has no calendar.", nameof(id));

    /// <summary>What knows a caller's key.</summary>
    public static IRequestKeysGrain KeeperOf(this IGrainFactory grains, RequestKey key) =>
        grains.Find<IRequestKeysGrain>(RequestKeysGrain.KeeperOf(key));

    /// <summary>A cell of the directory.</summary>
    internal static IDirectoryCellGrain DirectoryCell(this IGrainFactory grains, string cell) => grains.Find<IDirectoryCellGrain>(cell);

    /// <summary>The feed of an advisor or an organisation.</summary>
    public static IFeedGrain Get(this IGrainFactory grains, FeedId id) => grains.Find<IFeedGrain>(id.Value);

    /// <summary>Who looks for rooms on behalf of others.</summary>
    public static IRoomSearchGrain RoomSearch(this IGrainFactory grains) => grains.GetGrain<IRoomSearchGrain>(0);

    // Orleans finds out anew for each reference, by reflection, which grain an interface stands for; that never changes.
    private static T Find<T>(this IGrainFactory grains, string key) where T : IGrainWithStringKey
    {
        if (Known<T>.Types is { } known)
            return (T)grains.GetGrain(GrainId.Create(known.Grain, key), known.Interface);
        var found = grains.GetGrain<T>(key);
        if (found is GrainReference reference)
            Known<T>.Types = new GrainTypes(reference.GrainId.Type, reference.InterfaceType);
        return found;
    }

    private static class Known<T>
    {
        public static GrainTypes? Types { get; set; }
    }

    private sealed record GrainTypes(GrainType Grain, GrainInterfaceType Interface);
}
