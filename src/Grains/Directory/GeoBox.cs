using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>A box that holds every point within a distance of its centre, and a few more: what lies outside costs no cosine.</summary>
/// <param name="Center">Its centre.</param>
/// <param name="Latitudes">Degrees to the north and to the south.</param>
/// <param name="Longitudes">Degrees to the east and to the west.</param>
internal readonly record struct GeoBox(GeoPoint Center, double Latitudes, double Longitudes)
{
    // A little less than on the sphere of GlobePoint, so that the box is never smaller than the circle.
    private const double KmPerDegree = 111.19;

    // A millimetre.
    private const double Rounding = 1e-6;

    /// <summary>Its southern edge, in degrees.</summary>
    public double South => Math.Max(-90, Center.Latitude - Latitudes);

    /// <summary>Its northern edge, in degrees.</summary>
    public double North => Math.Min(90, Center.Latitude + Latitudes);

    /// <summary>The box of a circle.</summary>
    public static GeoBox Around(GeoPoint center, double radiusKm)
    {
        var reach = radiusKm + Rounding;
        var box = new GeoBox(center, reach / KmPerDegree, 180);
        // At a pole all meridians meet.
        if (box.South <= -90 || box.North >= 90)
            return box;
        // They are closest where the circle is nearest to a pole.
        var narrowest = Math.Cos(double.DegreesToRadians(Math.Max(-box.South, box.North)));
        return box with { Longitudes = Math.Min(180, reach / (KmPerDegree * narrowest)) };
    }

    /// <summary>True when the longitude lies inside, also across 180° W.</summary>
    public bool Reaches(double longitude)
    {
        var apart = Math.Abs(longitude - Center.Longitude);
        return apart <= Longitudes || apart >= 360 - Longitudes;
    }
}
