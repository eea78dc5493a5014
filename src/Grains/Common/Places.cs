namespace Scheduling.Grains.Common;

/// <summary>A point, WGS 84, in degrees.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.geo-point")]
public sealed record GeoPoint([property: Id(0)] double Latitude, [property: Id(1)] double Longitude)
{
    /// <summary>Great-circle distance in kilometres.</summary>
    public double KilometresTo(GeoPoint other) => GlobePoint.Of(this).KilometresTo(GlobePoint.Of(other));
}

/// <summary>A point of a globe of radius 1, from its centre: whoever measures many distances works out each point once.</summary>
internal readonly record struct GlobePoint(double X, double Y, double Z)
{
    private const double EarthRadiusKm = 6371.0088; // mean radius, IUGG

    /// <summary>Where a place lies on it.</summary>
    public static GlobePoint Of(GeoPoint place)
    {
        var (sinLat, cosLat) = Math.SinCos(double.DegreesToRadians(place.Latitude));
        var (sinLon, cosLon) = Math.SinCos(double.DegreesToRadians(place.Longitude));
        return new GlobePoint(cosLat * cosLon, cosLat * sinLon, sinLat);
    }

    /// <summary>Great-circle distance in kilometres, by the chord through the globe: to a micrometre, also for neighbours.</summary>
    public double KilometresTo(GlobePoint other)
    {
        var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt((x * x) + (y * y) + (z * z)) / 2));
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
