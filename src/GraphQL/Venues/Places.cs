using GraphQL;
using Scheduling.Api.Execution;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Venues;

/// <summary>A postal address.</summary>
public sealed record AddressInput
{
    /// <summary>Number and street.</summary>
    public string? Street { get; init; }

    /// <summary>Five digits in France.</summary>
    public required string PostalCode { get; init; }

    /// <summary>The commune's name.</summary>
    public required string City { get; init; }

    /// <summary>The commune's INSEE code, by which rooms are found.</summary>
    public string? InseeCode { get; init; }

    internal Address ToAddress() => new()
    {
        Street = Street,
        PostalCode = PostalCode,
        City = City,
        InseeCode = InseeCode,
    };
}

/// <summary>A postal address.</summary>
[Name("Address")]
public sealed class AddressOutput(Address address)
{
    /// <summary>Number and street.</summary>
    [SaysTheSameToAll]
    public string? Street => address.Street;

    /// <summary>Five digits in France.</summary>
    [SaysTheSameToAll]
    public string PostalCode => address.PostalCode;

    /// <summary>The commune's name.</summary>
    [SaysTheSameToAll]
    public string City => address.City;

    /// <summary>The commune's INSEE code, when known.</summary>
    [SaysTheSameToAll]
    public string? InseeCode => address.InseeCode;
}

/// <summary>WGS 84, in degrees.</summary>
public sealed record GeoPointInput
{
    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public required double Longitude { get; init; }

    internal GeoPoint ToPoint() => new(Latitude, Longitude);
}

/// <summary>WGS 84, in degrees.</summary>
[Name("GeoPoint")]
public sealed class GeoPointOutput(GeoPoint point)
{
    /// <summary>Degrees north of the equator.</summary>
    [SaysTheSameToAll]
    public double Latitude => point.Latitude;

    /// <summary>Degrees east of Greenwich.</summary>
    [SaysTheSameToAll]
    public double Longitude => point.Longitude;
}
