using Scheduling.Grains.Calendars;

namespace Scheduling.Silo.Import;

/// <summary>A venue as the national file gives it, checked.</summary>
internal sealed record VenueRecord
{
    /// <summary>Its identifier in the national file, the key of the upsert: at most 250 characters.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Number and street.</summary>
    public required string Street { get; init; }

    /// <summary>Building, floor or hamlet; null when not given.</summary>
    public string? AddressComplement { get; init; }

    /// <summary>Five digits.</summary>
    public required string PostalCode { get; init; }

    public required string City { get; init; }

    /// <summary>The commune's code, such as 36005 or 2A004; null when not given.</summary>
    public string? InseeCode { get; init; }

    /// <summary>Null when the file gives no coordinates.</summary>
    public GeoCoordinates? Location { get; init; }

    /// <summary>The IANA zone of its postal code: overseas venues keep their own time.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The hours as they stand in the file; null when not given. Kept even when they cannot be read.</summary>
    public string? HoursText { get; init; }

    /// <summary>The hours as they were read; null when there are none or they cannot be read.</summary>
    public OpeningHours? Hours { get; init; }
}

/// <summary>WGS 84, in degrees.</summary>
internal readonly record struct GeoCoordinates(double Latitude, double Longitude);

/// <summary>A repeating week of opening hours.</summary>
/// <param name="Week">Sorted by day and opening; empty when closed all week.</param>
/// <param name="ClosedOnPublicHolidays">The file says so; otherwise public holidays are days like others.</param>
internal sealed record OpeningHours(ImmutableArray<WeeklyHours> Week, bool ClosedOnPublicHolidays);

/// <summary>A room as the rooms file gives it, checked. Upserted by venue and name.</summary>
internal sealed record RoomRecord
{
    /// <summary>The identifier of its venue in the national file.</summary>
    public required string VenueId { get; init; }

    public required string Name { get; init; }

    /// <summary>At least 1.</summary>
    public required int Seats { get; init; }

    /// <summary>Without repetitions, in the order of the file.</summary>
    public required ImmutableArray<string> Equipment { get; init; }

    /// <summary>True for BY_SEATS, false for EXCLUSIVE.</summary>
    public required bool BySeats { get; init; }

    /// <summary>True for ON_REQUEST, false for INSTANT.</summary>
    public required bool OnRequest { get; init; }
}
