namespace Scheduling.Cluster.Tests.Checking;

/// <summary>What a booking takes of one calendar. Times are minutes of any common scale, half-open.</summary>
/// <param name="Calendar">A room or an advisor.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it has ended.</param>
/// <param name="Units">How much of the calendar's capacity it takes.</param>
/// <param name="Seats">How many people the calendar shows for it.</param>
internal sealed record Stay(string Calendar, long Start, long End, int Units, int Seats)
{
    /// <summary>True when both take some of one calendar's time.</summary>
    public bool Overlaps(Stay other) => Calendar == other.Calendar && Start < other.End && other.Start < End;

    /// <inheritdoc/>
    public override string ToString() => $"{Calendar} [{Start}, {End}) {Units}/{Seats}";
}

/// <summary>A stretch of a calendar as somebody was shown it.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it has ended.</param>
/// <param name="Seats">How many people are there.</param>
internal sealed record Stretch(long Start, long End, int Seats);
