using System.Globalization;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Venues;

/// <summary>Reads a line's coordinates: both or none.</summary>
internal static class Coordinates
{
    /// <summary>The coordinates, or null when there are none; when they are wrong the line is rejected.</summary>
    /// <param name="line">The line.</param>
    /// <param name="postalCode">Its postal code, or null when that is wrong.</param>
    /// <param name="problems">Where problems are told.</param>
    public static GeoCoordinates? Read(CsvLine line, string? postalCode, LineProblems problems)
    {
        var (latitudeText, longitudeText) = (line[NationalStandard.Latitude], line[NationalStandard.Longitude]);
        if (latitudeText.Length == 0 && longitudeText.Length == 0)
            return null;
        if (latitudeText.Length == 0 || longitudeText.Length == 0)
        {
            var missing = latitudeText.Length == 0 ? NationalStandard.Latitude : NationalStandard.Longitude;
            problems.Reject(missing, "is missing while the other coordinate is given");
            return null;
        }

        var latitude = Degrees(NationalStandard.Latitude, latitudeText, 90, problems);
        var longitude = Degrees(NationalStandard.Longitude, longitudeText, 180, problems);
        if (latitude is not { } north || longitude is not { } east)
            return null;
        if (north == 0 && east == 0)
        {
            problems.Reject(NationalStandard.Latitude, "and longitude are both 0, a point in the Atlantic");
            return null;
        }

        if (postalCode is not null && IsMetropolitan(postalCode) && !IsNearMetropolitanFrance(north, east))
        {
            problems.Warn(
                NationalStandard.Latitude,
                $"{latitudeText} and longitude {longitudeText} lie outside metropolitan France");
        }

        return new GeoCoordinates(north, east);
    }

    private static double? Degrees(string field, string text, double limit, LineProblems problems)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var degrees) || !double.IsFinite(degrees))
        {
            var hint = text.Contains(',') ? ": decimals follow a point" : "";
            problems.Reject(field, $"{Show.Quoted(text)} is not a number of degrees{hint}");
            return null;
        }

        if (Math.Abs(degrees) <= limit)
            return degrees;
        problems.Reject(field, $"{Show.Quoted(text)} is not between -{limit} and {limit} degrees");
        return null;
    }

    private static bool IsMetropolitan(string postalCode) =>
        postalCode[..2] is not ("97" or "98");

    // A generous box, Corsica included: it is there for swapped and foreign coordinates.
    private static bool IsNearMetropolitanFrance(double latitude, double longitude) =>
        latitude is >= 41 and <= 51.5 && longitude is >= -5.5 and <= 10;
}
