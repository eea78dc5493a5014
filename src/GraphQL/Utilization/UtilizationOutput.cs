using GraphQL;
using NodaTime;
using Scheduling.Grains.Utilization;

namespace Scheduling.Api.Utilization;

/// <summary>How much rooms were used. It names nobody: any signed-in caller may ask, screens included.</summary>
[Name("Utilization")]
public sealed class UtilizationOutput(UtilizationView view)
{
    /// <summary>One for each span of the days asked about, in order.</summary>
    [Complexity(1, 1)]
    public IReadOnlyList<UtilizationRowOutput> Rows => [.. view.Rows.Select(row => new UtilizationRowOutput(row))];

    /// <summary>All of the days asked about.</summary>
    public UtilizationRowOutput Total => new(view.Total);

    /// <summary>How many rooms were looked at.</summary>
    public int Rooms => view.Rooms;
}

/// <summary>
/// Some days of some rooms, summed up. Hours have four decimals. Hours used are part of those booked, and those of the open
/// ones.
/// </summary>
[Name("UtilizationRow")]
public sealed class UtilizationRowOutput(UtilizationRow row)
{
    private const int Decimals = 4;

    /// <summary>The first of these days, in each venue's zone.</summary>
    public LocalDate From => row.From;

    /// <summary>The last of them, itself included.</summary>
    public LocalDate To => row.To;

    /// <summary>How long the rooms were open: by the hours of then, without closures, and since they were published.</summary>
    public double OpenHours => Hours(row.Open);

    /// <summary>
    /// For how much of that at least one booking that was agreed to held the room, set-up and tear-down not counted. Time
    /// that was given back by an early check-out or a no-show does not count.
    /// </summary>
    public double BookedHours => Hours(row.Booked);

    /// <summary>For how much of that people were there: from check-in to check-out, or to the end of the booking.</summary>
    public double UsedHours => Hours(row.Used);

    /// <summary>Booked hours over open hours, 0 to 1; null where nothing was open.</summary>
    public double? BookedShare => ShareOfOpen(row.Booked);

    /// <summary>Used hours over open hours, 0 to 1; null where nothing was open.</summary>
    public double? UsedShare => ShareOfOpen(row.Used);

    /// <summary>How many bookings that were agreed to began in these days.</summary>
    public int Bookings => row.Bookings;

    private static double Hours(Duration length) => Math.Round(length.TotalHours, Decimals);

    private double? ShareOfOpen(Duration part) => row.Open == Duration.Zero ? null : Math.Round(part / row.Open, Decimals);
}
