using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

/// <summary>Changes settings of a venue; what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.update-venue")]
public sealed record UpdateVenue
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary>Where the post finds it.</summary>
    [Id(2)] public Address? Address { get; init; }

    /// <summary>Where it lies.</summary>
    [Id(3)] public GeoPoint? Location { get; init; }

    /// <summary>Where it lies is not known any more.</summary>
    [Id(4)] public bool RemovesLocation { get; init; }

    /// <summary>When it is open; empty for no known hours.</summary>
    [Id(5)] public ImmutableArray<WeeklyHours>? OpeningHours { get; init; }

    /// <summary>The most people at once, over all rooms.</summary>
    [Id(6)] public int? MaxOccupancy { get; init; }

    /// <summary>There is no limit on people any more.</summary>
    [Id(7)] public bool RemovesMaxOccupancy { get; init; }

    /// <summary>Does it keep its hours on public holidays?</summary>
    [Id(8)] public bool? OpensOnDaysOff { get; init; }

    /// <summary>Cancel the bookings that the change would break; otherwise they refuse it.</summary>
    [Id(9)] public bool CancelBookings { get; init; }

    /// <summary>The reason that cancelled bookings show.</summary>
    [Id(10)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(11)] public RequestKey? Key { get; init; }

    internal VenueDetails Over(VenueDetails known) => known with
    {
        Name = Name ?? known.Name,
        Address = Address ?? known.Address,
        Location = RemovesLocation ? null : Location ?? known.Location,
        OpeningHours = OpeningHours ?? known.OpeningHours,
        // The register's own words said other hours.
        OpeningHoursText = OpeningHours is null ? known.OpeningHoursText : null,
        MaxOccupancy = RemovesMaxOccupancy ? null : MaxOccupancy ?? known.MaxOccupancy,
        OpensOnDaysOff = OpensOnDaysOff ?? known.OpensOnDaysOff,
    };
}

/// <summary>A venue that was changed, and what that cancelled.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-updated")]
public sealed record VenueUpdated
{
    /// <summary>The venue as it is now.</summary>
    [Id(0)] public required VenueView Venue { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    [Id(1)] public required ImmutableArray<BookingView> Cancelled { get; init; }
}

/// <summary>Takes a closure back.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.remove-closure")]
public sealed record RemoveClosure
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which closure.</summary>
    [Id(1)] public required ClosureId Closure { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }
}
