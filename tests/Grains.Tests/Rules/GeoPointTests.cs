using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

public sealed class GeoPointTests
{
    [Theory]
    // Châteauroux to Ardentes, Paris to London, to Nouméa, to itself; a quarter and half of the way around; across 180°.
    [InlineData(46.8103, 1.6910, 46.7411, 1.8331, 13.3, 0.2)]
    [InlineData(48.8566, 2.3522, 51.5074, -0.1278, 343.6, 1)]
    [InlineData(48.8566, 2.3522, -22.2758, 166.4580, 16_741, 30)]
    [InlineData(48.8566, 2.3522, 48.8566, 2.3522, 0, 0)]
    [InlineData(0, 0, 0, 90, 10_007.557, 0.001)]
    [InlineData(0, 0, 0, 180, 20_015.115, 0.001)]
    [InlineData(90, 0, -90, 77, 20_015.115, 0.001)]
    [InlineData(0, 179.5, 0, -179.5, 111.195, 0.001)]
    [InlineData(90, 0, 90, 123, 0, 0.000001)]
    public void KilometresTo_KnownPlaces_IsTheirDistance(
        double latitude, double longitude, double otherLatitude, double otherLongitude, double expected, double tolerance)
    {
        var (here, there) = (new GeoPoint(latitude, longitude), new GeoPoint(otherLatitude, otherLongitude));

        Assert.Equal(expected, here.KilometresTo(there), tolerance);
        Assert.Equal(here.KilometresTo(there), there.KilometresTo(here), 0.000001);
    }
}
