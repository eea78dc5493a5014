namespace Scheduling.Grains.Calendars;

/// <summary>How much a calendar holds at every instant, and how much of it a claim takes.</summary>
/// <param name="Total">The most that claims may take together at one instant.</param>
/// <param name="BySeats">True when a claim takes its seats, false when each takes one.</param>
public readonly record struct Capacity(int Total, bool BySeats)
{
    /// <summary>One booking at a time: an exclusive room, an advisor.</summary>
    public static Capacity One => new(1, BySeats: false);

    /// <summary>Bookings overlap while their seats fit: a shared room, a building's people.</summary>
    public static Capacity Seats(int total) => new(total, BySeats: true);

    /// <summary>What a booking of so many seats takes.</summary>
    public int TakenBy(int seats) => BySeats ? seats : 1;
}
