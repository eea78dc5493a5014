using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>The cells around a point hold every point of the circle: walked along great circles, in every direction.</summary>
public sealed class CellKeyTests
{
    private readonly Dice _dice = new();

    [Theory]
    [InlineData(46.7411, 1.8331)]
    [InlineData(0, 0)]
    [InlineData(-21.1, 55.5)]
    [InlineData(-17.5, -149.6)]
    // Both sides of 180°, and the poles.
    [InlineData(-16.5, 179.95)]
    [InlineData(-16.5, -180)]
    [InlineData(65, 180)]
    [InlineData(89.6, 12.3)]
    [InlineData(89.95, 12.3)]
    [InlineData(90, 0)]
    [InlineData(-89.99, -170)]
    [InlineData(-90, 0)]
    public void Around_EveryPointOfTheCircle_LiesInACellOfIt(double latitude, double longitude)
    {
        for (var i = 0; i < 60; i++)
        {
            // The place is moved a little, so that cells are cut everywhere.
            var center = new GeoPoint(
                Math.Clamp(latitude + _dice.Between(-0.13, 0.13), -90, 90), Wrap(longitude + _dice.Between(-0.13, 0.13)));
            var radius = _dice.Pick([0, 0.5, 20.0, 100.0]);
            var (cells, box) = (CellKey.Around(center, radius).ToHashSet(StringComparer.Ordinal), GeoBox.Around(center, radius));
            for (var direction = 0; direction < 360; direction += 3)
                foreach (var part in new[] { 0.5, 0.9, 0.99999, 1 })
                {
                    var point = Walk(center, direction, radius * part);
                    if (center.KilometresTo(point) <= radius && !(cells.Contains(CellKey.OfPlace(point)) && Holds(box, point)))
                        Assert.Fail($"{point}, {radius} km from {center}, lies in {CellKey.OfPlace(point)}, box {box}. {Dice.Replay}");
                }
        }
    }

    [Fact]
    public void Around_CircleThatEndsJustPastACell_HoldsThatCellToo()
    {
        // 20 km are 0.17986° on the sphere that distances are measured on.
        var center = new GeoPoint(45.5 - 0.179862, 1.6);
        var north = new GeoPoint(45.5, 1.6);

        Assert.True(center.KilometresTo(north) <= 20);
        Assert.Contains(CellKey.OfPlace(north), CellKey.Around(center, 20));
    }

    [Fact]
    public void Around_TwentyKilometresInFrance_AsksAtMostTwelveCells()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var center = new GeoPoint(_dice.Between(42.0, 51.0), _dice.Between(-5.0, 9.5));

            Assert.True(CellKey.Around(center, 20).Length <= 12, $"{center}. {Dice.Replay}");
        }
    }

    [Theory]
    [InlineData(46.7411, 1.8331, "geo_186_7")]
    [InlineData(0, 0, "geo_0_0")]
    [InlineData(-0.01, -0.01, "geo_-1_-1")]
    [InlineData(10, 180, "geo_40_-720")]
    [InlineData(10, -180, "geo_40_-720")]
    public void OfPlace_Point_IsItsQuarterDegree(double latitude, double longitude, string key) =>
        Assert.Equal(key, CellKey.OfPlace(new GeoPoint(latitude, longitude)));

    [Fact]
    public void Of_Room_LiesWhereItIsAndInItsCommune()
    {
        Assert.Equal(["geo_186_7", "insee-36005"], CellKey.Of(new GeoPoint(46.7411, 1.8331), "36005"));
        Assert.Equal(["elsewhere", "insee-36005"], CellKey.Of(null, "36005"));
        Assert.Equal(["elsewhere"], CellKey.Of(null, null));
    }

    // The end of a walk along a great circle: the forward formula, which nothing in the product uses.
    private static GeoPoint Walk(GeoPoint from, double direction, double kilometres)
    {
        var (lat, lon) = (double.DegreesToRadians(from.Latitude), double.DegreesToRadians(from.Longitude));
        var (angle, bearing) = (kilometres / 6371.0088, double.DegreesToRadians(direction));
        var there = Math.Asin(Math.Clamp((Math.Sin(lat) * Math.Cos(angle)) + (Math.Cos(lat) * Math.Sin(angle) * Math.Cos(bearing)), -1, 1));
        var east = Math.Atan2(
            Math.Sin(bearing) * Math.Sin(angle) * Math.Cos(lat), Math.Cos(angle) - (Math.Sin(lat) * Math.Sin(there)));
        return new GeoPoint(double.RadiansToDegrees(there), Wrap(double.RadiansToDegrees(lon + east)));
    }

    private static double Wrap(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;

    private static bool Holds(GeoBox box, GeoPoint point) =>
        point.Latitude >= box.South && point.Latitude <= box.North && box.Reaches(point.Longitude);
}
