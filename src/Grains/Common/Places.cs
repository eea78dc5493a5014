namespace Scheduling.Grains.Common;

/// <summary>A point, WGS 84, in degrees.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.geo-point")]
public sealed record GeoPoint([property: Id(0)] double Latitude, [property: Id(1)] double Longitude)
{
    private const double EarthRadiusKm = 6371.0088; // mean radius, IUGG

    /// <summary>Great-circle distance in kilometres (haversine).</summary>
    public double KilometresTo(GeoPoint other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var dLat = lat2 - lat1;
        var dLon = double.DegreesToRadians(other.Longitude - Longitude);
        var (sinLat, sinLon) = (Math.Sin(dLat / 2), Math.Sin(dLon / 2));
        var h = (sinLat * sinLat) + (Math.Cos(lat1) * Math.Cos(lat2) * sinLon * sinLon);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

/// <summary>A postal address.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.address")]
public sealed record Address
{
    /// <summary>Number and street.</summary>
    [Id(0)] public string? Street { get; init; }

    /// <summary>Five digits in France; text, because of leading zeros.</summary>
    [Id(1)] public required string PostalCode { get; init; }

    /// <summary>The commune's name.</summary>
    [Id(2)] public required string City { get; init; }

    /// <summary>The commune's INSEE code.</summary>
    [Id(3)] public string? InseeCode { get; init; }
}
