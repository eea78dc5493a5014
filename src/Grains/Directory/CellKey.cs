using System.Globalization;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>
/// The grid: cells of a quarter of a degree, about 28 by 20 km in France, so that a search within 20 km asks at most twelve.
/// Rooms without a position lie in one cell of their own; every room with an INSEE code also lies in its commune's cell.
/// </summary>
internal static class CellKey
{
    /// <summary>The cell of rooms without a position.</summary>
    public const string Elsewhere = "elsewhere";

    private const string Commune = "insee-";
    private const double CellDegrees = 0.25;

    /// <summary>The cells a room lies in: one by place, and its commune's.</summary>
    public static ImmutableArray<string> Of(GeoPoint? location, string? inseeCode) =>
        inseeCode is null ? [OfPlace(location)] : [OfPlace(location), OfCommune(inseeCode)];

    /// <summary>The cell of a point.</summary>
    public static string OfPlace(GeoPoint? location) =>
        location is null ? Elsewhere : Name(Index(location.Latitude), Index(location.Longitude));

    /// <summary>The cell of a commune.</summary>
    public static string OfCommune(string inseeCode) => $"{Commune}{inseeCode}";

    /// <summary>True for a commune's cell, whose rooms all lie in a cell by place as well.</summary>
    public static bool IsCommune(string key) => key.StartsWith(Commune, StringComparison.Ordinal);

    /// <summary>Every cell that a circle touches.</summary>
    public static ImmutableArray<string> Around(GeoPoint center, double radiusKm)
    {
        var box = GeoBox.Around(center, radiusKm);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var y = Index(box.South); y <= Index(box.North); y++)
            for (var x = Index(center.Longitude - box.Longitudes); x <= Index(center.Longitude + box.Longitudes); x++)
                keys.Add(Name(y, x));
        return [.. keys];
    }

    private static int Index(double degrees) => (int)Math.Floor(degrees / CellDegrees);

    // West of 180° W follows what lies east of 180° E.
    private static string Name(int y, int x)
    {
        const int around = (int)(360 / CellDegrees);
        var wrapped = ((x + (around / 2)) % around + around) % around - (around / 2);
        return string.Create(CultureInfo.InvariantCulture, $"geo_{y}_{wrapped}");
    }
}
