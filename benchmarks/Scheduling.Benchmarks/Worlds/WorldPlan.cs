namespace Scheduling.Benchmarks.Worlds;

/// <summary>
/// What both servers hold: venues of four rooms spread evenly over a piece of land as dense with rooms as France will be, and
/// advisors of twenty networks. Everything is named by its place in these lists, from 0 on.
/// </summary>
/// <param name="Rooms">How many rooms.</param>
/// <param name="Advisors">How many advisors.</param>
internal sealed record WorldPlan(int Rooms, int Advisors)
{
    /// <summary>Networks of advisors.</summary>
    public const int Networks = 20;

    /// <summary>Rooms of a venue.</summary>
    public const int RoomsInVenue = 4;

    /// <summary>Wall-clock hours at which venues open and close, on weekdays.</summary>
    public const int Opens = 8, Closes = 18;

    private const int TownHallsMax = 100;

    // 10,000 rooms on 55,000 km² are 100,000 on 550,000.
    private const double KilometresPerRoom = 5.5, KilometresPerDegree = 111.2;
    private const double South = 46, West = 0.5;

    /// <summary>How many venues.</summary>
    public int Venues => (Rooms + RoomsInVenue - 1) / RoomsInVenue;

    /// <summary>How many town halls own them.</summary>
    public int TownHalls => Math.Min(TownHallsMax, Venues);

    /// <summary>How many people a room seats: 4 to 20.</summary>
    public static int SeatsOf(int room) => 4 + (room * 7 % 17);

    /// <summary>Whose advisor.</summary>
    public static int NetworkOf(int advisor) => advisor % Networks;

    /// <summary>Where a venue stands, in degrees: on a grid that is a little shaken.</summary>
    public (double Latitude, double Longitude) PlaceOf(int venue)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(Venues));
        var random = new Random(venue);
        return At((venue / side + random.NextDouble()) / side, (venue % side + random.NextDouble()) / side);
    }

    /// <summary>A point of the land.</summary>
    public (double Latitude, double Longitude) AnyPlace(Random random) => At(random.NextDouble(), random.NextDouble());

    private (double Latitude, double Longitude) At(double up, double right)
    {
        var kilometres = Math.Sqrt(Rooms * KilometresPerRoom);
        return (Math.Round(South + (up * kilometres / KilometresPerDegree), 5),
            Math.Round(West + (right * kilometres / (KilometresPerDegree * Math.Cos(double.DegreesToRadians(South + 1)))), 5));
    }
}
