using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Scalars;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Venues;

/// <summary>A venue to publish.</summary>
public sealed record PublishVenueInput : MutationInput
{
    /// <summary>The municipality or network that owns it.</summary>
    [Id] public required string OwnerId { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where the post finds it.</summary>
    public required AddressInput Address { get; init; }

    /// <summary>Where it lies; without it, searches around a point do not find its rooms.</summary>
    public GeoPointInput? Location { get; init; }

    /// <summary>The zone of the opening hours.</summary>
    [AllowNull, InputType(typeof(TimeZoneScalar)), DefaultAstValue("\"Europe/Paris\"")]
    public string TimeZone { get; init => field = value ?? "Europe/Paris"; } = "Europe/Paris";

    /// <summary>When it is open; with none, nothing can be booked.</summary>
    public required IReadOnlyList<WeeklyHoursInput> OpeningHours { get; init; }

    /// <summary>The most people the building may hold at once, over all its rooms; null means no such limit.</summary>
    public int? MaxOccupancy { get; init; }

    /// <summary>True when it keeps its hours on public holidays; otherwise nothing can be booked on them.</summary>
    [DefaultAstValue("false")]
    public bool? OpensOnDaysOff { get; init => field = value ?? false; } = false;

    internal VenueDetails ToDetails() => new()
    {
        Name = Name,
        Address = Address.ToAddress(),
        Location = Location?.ToPoint(),
        TimeZone = TimeZone,
        OpeningHours = WeeklyHoursInput.All(OpeningHours),
        MaxOccupancy = MaxOccupancy,
        OpensOnDaysOff = OpensOnDaysOff ?? false,
    };
}

/// <summary>What came of it.</summary>
public sealed class PublishVenuePayload : MutationPayload
{
    /// <summary>The venue; null when refused.</summary>
    public Venue? Venue { get; init; }
}

/// <summary>
/// A closure to make. Refused when bookings stand in the period, unless cancelBookings is true: then they are cancelled
/// with this reason.
/// </summary>
public sealed record CloseVenueInput : MutationInput
{
    /// <summary>Which venue.</summary>
    [Id] public required string VenueId { get; init; }

    /// <summary>When.</summary>
    public required PeriodInput Period { get; init; }

    /// <summary>Why; cancelled bookings show it.</summary>
    public string? Reason { get; init; }

    /// <summary>Cancel the bookings that stand in the period.</summary>
    [DefaultAstValue("false")]
    public bool? CancelBookings { get; init => field = value ?? false; } = false;
}

/// <summary>What came of it.</summary>
public sealed class CloseVenuePayload : MutationPayload
{
    /// <summary>The closure; null when refused.</summary>
    public ClosureOutput? Closure { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    public IReadOnlyList<Booking> Cancelled { get; init; } = [];
}
