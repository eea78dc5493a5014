using GraphQL;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;

namespace Scheduling.Api.Venues;

/// <summary>
/// Other settings of a venue; whatever is left out stays as it is. Bookings that stand and that they would break refuse the
/// change, unless cancelBookings is true: then they are cancelled with this reason.
/// </summary>
public sealed record UpdateVenueInput : MutationInput
{
    /// <summary>Which venue.</summary>
    [Id] public required string VenueId { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Where the post finds it: all of it.</summary>
    public AddressInput? Address { get; init; }

    /// <summary>Where it lies; null takes it away.</summary>
    public GeoPointInput? Location
    {
        get;
        set
        {
            field = value;
            RemovesLocation = value is null;
        }
    }

    /// <summary>All of its opening hours; with none, nothing can be booked.</summary>
    public IReadOnlyList<WeeklyHoursInput>? OpeningHours { get; init; }

    /// <summary>The most people the building may hold at once, over all its rooms; null takes the limit away.</summary>
    public int? MaxOccupancy
    {
        get;
        set
        {
            field = value;
            RemovesMaxOccupancy = value is null;
        }
    }

    /// <summary>True when it keeps its hours on public holidays.</summary>
    public bool? OpensOnDaysOff { get; init; }

    /// <summary>Cancel the bookings that the change would break.</summary>
    [DefaultAstValue("false")]
    public bool? CancelBookings { get; init => field = value ?? false; } = false;

    /// <summary>Why; cancelled bookings show it.</summary>
    public string? Reason { get; init; }

    // Told apart from what is left out by who sets them; part of the input, so a key stands for them as well.

    /// <summary>The location was given, and is null.</summary>
    [Ignore] public bool RemovesLocation { get; private set; }

    /// <summary>The limit was given, and is null.</summary>
    [Ignore] public bool RemovesMaxOccupancy { get; private set; }
}

/// <summary>What came of it.</summary>
public sealed class UpdateVenuePayload : MutationPayload
{
    /// <summary>The venue as it is now; null when refused.</summary>
    public Venue? Venue { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    public IReadOnlyList<Booking> Cancelled { get; init; } = [];
}

/// <summary>A closure to take back.</summary>
public sealed record RemoveClosureInput : MutationInput
{
    /// <summary>Which venue.</summary>
    [Id] public required string VenueId { get; init; }

    /// <summary>Which of its closures.</summary>
    [Id] public required string ClosureId { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RemoveClosurePayload : MutationPayload
{
    /// <summary>The closure that is no more; null when refused.</summary>
    public ClosureOutput? Closure { get; init; }
}
