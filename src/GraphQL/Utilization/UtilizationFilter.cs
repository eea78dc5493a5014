namespace Scheduling.Api.Utilization;

/// <summary>Whose use to reckon: at most one of roomId, venueId and inseeCode, and at least one of all.</summary>
public sealed record UtilizationFilter
{
    /// <summary>This room.</summary>
    [Id] public string? RoomId { get; init; }

    /// <summary>Every room of this venue.</summary>
    [Id] public string? VenueId { get; init; }

    /// <summary>Every room that lies in this commune, whoever owns it.</summary>
    public string? InseeCode { get; init; }

    /// <summary>
    /// Only bookings that this network leads, over the open hours of all the rooms; alone: of every room that its advisors
    /// booked in the time.
    /// </summary>
    [Id] public string? NetworkId { get; init; }
}
