using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Venues;

/// <summary>
/// A building, keyed by its identity. Owns name, place, opening hours, closures and the limit on people; single writer
/// of the calendar of people in the building when there is such a limit. Its rooms enforce a copy of its terms, and a
/// change of terms counts only when every room holds it.
/// </summary>
[Alias("scheduling.venue")]
public interface IVenueGrain : ICalendarGrain
{
    /// <summary>Makes the venue, for a manager of its owner.</summary>
    [Alias("publish")]
    Task<Outcome<VenueView>> PublishAsync(PublishVenue command);

    /// <summary>Makes or updates the venue from the national register; the answer says which.</summary>
    [Alias("import")]
    Task<Outcome<ImportedEntity>> ImportAsync(ImportVenue command);

    /// <summary>What it is, or null when it was never published.</summary>
    [Alias("get")]
    Task<VenueView?> GetAsync();

    /// <summary>Lists a room before it is published, if the actor manages the owner; answers with the terms to keep.</summary>
    [Alias("admit-room")]
    Task<Outcome<VenueTerms>> AdmitRoomAsync(RoomId room, Actor actor);

    /// <summary>
    /// Closes the venue for a period. Bookings that stand in it refuse the closure (SLOT_TAKEN), or are cancelled with
    /// its reason when asked to.
    /// </summary>
    [Alias("close"), ResponseTimeout("00:01:00")]
    Task<Outcome<ClosureMade>> CloseAsync(CloseVenue command);

    /// <summary>Takes a closure back: the time can be booked again.</summary>
    [Alias("remove-closure"), ResponseTimeout("00:01:00")]
    Task<Outcome<Closure>> RemoveClosureAsync(RemoveClosure command);

    /// <summary>
    /// Changes settings. Bookings that stand and that the change would break refuse it (SLOT_TAKEN), or are cancelled when
    /// asked to.
    /// </summary>
    [Alias("update"), ResponseTimeout("00:01:00")]
    Task<Outcome<VenueUpdated>> UpdateAsync(UpdateVenue command);

    /// <summary>
    /// Its rooms; the follower is told when there are others. It is forgotten when it has not asked for
    /// <see cref="IRoomGrain.FollowedFor"/>.
    /// </summary>
    [Alias("follow-rooms")]
    Task<ImmutableArray<RoomId>> FollowRoomsAsync(IOccupancyFollower follower);

    /// <summary>What its rooms have to keep now, from what is durable; null when it was never published.</summary>
    [Alias("terms")]
    Task<VenueTerms?> TermsAsync();

    /// <summary>Closures that share time with the period, in order.</summary>
    [Alias("closures")]
    Task<ImmutableArray<Closure>> ClosuresAsync(Period during);

    /// <summary>True when so many more people fit for all of the period; always, without a limit.</summary>
    [Alias("has-room-for")]
    Task<bool> HasRoomForAsync(Period period, int people);
}

/// <summary>Makes a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.publish-venue")]
public sealed record PublishVenue
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public required OrganizationId Owner { get; init; }

    /// <summary>What it is.</summary>
    [Id(2)] public required VenueDetails Details { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}

/// <summary>Makes or updates a venue from the national register.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.import-venue")]
public sealed record ImportVenue
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public required OrganizationId Owner { get; init; }

    /// <summary>What the register says it is.</summary>
    [Id(2)] public required VenueDetails Details { get; init; }

    /// <summary>Says what would happen and changes nothing.</summary>
    [Id(3)] public bool DryRun { get; init; }
}

/// <summary>What an owner says of a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-details")]
public sealed record VenueDetails
{
    /// <summary>Its name, 1 to 200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Where the post finds it.</summary>
    [Id(1)] public required Address Address { get; init; }

    /// <summary>Where it lies, when known.</summary>
    [Id(2)] public GeoPoint? Location { get; init; }

    /// <summary>IANA zone.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>When it is open; empty means that no hours are known, and nothing can be booked.</summary>
    [Id(4)] public required ImmutableArray<WeeklyHours> OpeningHours { get; init; }

    /// <summary>The most people at once, over all rooms; null for no limit.</summary>
    [Id(5)] public int? MaxOccupancy { get; init; }

    /// <summary>Opening hours as they were written where they could not be read.</summary>
    [Id(6)] public string? OpeningHoursText { get; init; }

    /// <summary>True when the register says that it is closed on public holidays.</summary>
    [Id(7)] public bool ClosedOnPublicHolidays { get; init; }

    /// <summary>True when it keeps its hours on public holidays; otherwise nothing can be booked on them.</summary>
    [Id(8)] public bool OpensOnDaysOff { get; init; }

    /// <summary>The public holidays of its place that share time with a period, whether or not it opens on them.</summary>
    public IEnumerable<DayOff> DaysOffDuring(Period during) => DaysOff.During(
        during, WallClock.Zone(TimeZone), FrenchDepartment.Of(Address.InseeCode, Address.PostalCode, TimeZone));

    internal TermsAhead Ahead => new()
    {
        OpeningHours = OpeningHours,
        InseeCode = Address.InseeCode,
        PostalCode = Address.PostalCode,
        OpensOnDaysOff = OpensOnDaysOff,
    };

    /// <summary>True when both say the same; equality of records looks at arrays by reference.</summary>
    public bool IsSameAs(VenueDetails other) =>
        OpeningHours.SequenceEqual(other.OpeningHours) && this with { OpeningHours = [] } == other with { OpeningHours = [] };
}

/// <summary>Closes a venue for a period.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.close-venue")]
public sealed record CloseVenue
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>Why; also the reason that cancelled bookings show.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Cancel the bookings that stand in the period.</summary>
    [Id(3)] public bool CancelBookings { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>A closure that was made, and what it cancelled.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.closure-made")]
public sealed record ClosureMade
{
    /// <summary>The closure.</summary>
    [Id(0)] public required Closure Closure { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    [Id(1)] public required ImmutableArray<BookingView> Cancelled { get; init; }
}

/// <summary>A venue as others see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-view")]
public sealed record VenueView
{
    /// <summary>Which.</summary>
    [Id(0)] public required VenueId Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required OrganizationId Owner { get; init; }

    /// <summary>What its owner says of it.</summary>
    [Id(2)] public required VenueDetails Details { get; init; }

    /// <summary>Its rooms, oldest first; one that was never published is skipped by readers.</summary>
    [Id(3)] public required ImmutableArray<RoomId> Rooms { get; init; }
}

/// <summary>What a room keeps of its venue; a higher revision replaces a lower one.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-terms")]
public sealed record VenueTerms
{
    /// <summary>Whose terms.</summary>
    [Id(0)] public required VenueId Venue { get; init; }

    /// <summary>The venue's owner.</summary>
    [Id(1)] public required OrganizationId Owner { get; init; }

    /// <summary>Grows with every change.</summary>
    [Id(2)] public required long Revision { get; init; }

    /// <summary>IANA zone.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>When it is open.</summary>
    [Id(4)] public required ImmutableArray<WeeklyHours> OpeningHours { get; init; }

    /// <summary>When it is not, exceptionally.</summary>
    [Id(5)] public required ImmutableArray<Closure> Closures { get; init; }

    /// <summary>Where it lies, when known.</summary>
    [Id(6)] public GeoPoint? Location { get; init; }

    /// <summary>The commune, when known.</summary>
    [Id(7)] public string? InseeCode { get; init; }

    /// <summary>True when the building counts people.</summary>
    [Id(8)] public bool CountsPeople { get; init; }

    /// <summary>Its postal code; null in copies made before days off were kept.</summary>
    [Id(9)] public string? PostalCode { get; init; }

    /// <summary>True when it keeps its hours on public holidays.</summary>
    [Id(10)] public bool OpensOnDaysOff { get; init; }

    /// <summary>What will hold if a change that is on its way is made: nothing that this forbids is granted any more.</summary>
    [Id(11)] public TermsAhead? Ahead { get; init; }

    /// <summary>The département or collectivity whose public holidays it keeps; null for none.</summary>
    public string? DaysOffOf => OpensOnDaysOff ? null : FrenchDepartment.Of(InseeCode, PostalCode, TimeZone);

    /// <summary>When it is open, closures not looked at.</summary>
    public OpeningHours ToHours() => new(OpeningHours, WallClock.Zone(TimeZone), DaysOffOf);
}

/// <summary>The terms of a venue that a change on its way would make stricter.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.terms-ahead")]
public sealed record TermsAhead
{
    /// <summary>When it will be open.</summary>
    [Id(0)] public required ImmutableArray<WeeklyHours> OpeningHours { get; init; }

    /// <summary>The commune it will lie in, when known.</summary>
    [Id(1)] public string? InseeCode { get; init; }

    /// <summary>Its postal code to come.</summary>
    [Id(2)] public required string PostalCode { get; init; }

    /// <summary>True when it will keep its hours on public holidays.</summary>
    [Id(3)] public bool OpensOnDaysOff { get; init; }

    /// <summary>True when both say the same; equality of records looks at arrays by reference.</summary>
    public bool IsSameAs(TermsAhead other) =>
        OpeningHours.SequenceEqual(other.OpeningHours) && this with { OpeningHours = [] } == other with { OpeningHours = [] };

    /// <summary>The terms as they will be, as far as bookings have to keep them.</summary>
    public VenueTerms Over(VenueTerms terms) => terms with
    {
        OpeningHours = OpeningHours,
        InseeCode = InseeCode,
        PostalCode = PostalCode,
        OpensOnDaysOff = OpensOnDaysOff,
        Ahead = null,
    };
}

/// <summary>What an import did.</summary>
public enum ImportEffect
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Something was different.</summary>
    Changed,

    /// <summary>It was like that already.</summary>
    Unchanged,
}

/// <summary>What an import did.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.imported-entity")]
public sealed record ImportedEntity([property: Id(0)] ImportEffect Effect);
