using Scheduling.Grains.Common;

namespace Scheduling.Grains.Utilization;

/// <summary>How much time one row of a reckoning sums up.</summary>
public enum UtilizationSpan
{
    /// <summary>Each day.</summary>
    Day,

    /// <summary>ISO weeks, from Monday, as far as they lie within the days asked about.</summary>
    Week,

    /// <summary>Months, as far as they lie within the days asked about.</summary>
    Month,
}

/// <summary>
/// What to reckon: at most one of room, venue and commune, and at least one of these or a network.
/// </summary>
public sealed record UtilizationQuery
{
    /// <summary>This room.</summary>
    public RoomId? Room { get; init; }

    /// <summary>Every room of this venue.</summary>
    public VenueId? Venue { get; init; }

    /// <summary>Every room that lies in this commune, whoever owns it: an INSEE code.</summary>
    public string? InseeCode { get; init; }

    /// <summary>Only bookings that this network leads; alone: in every room that its advisors booked in the time.</summary>
    public OrganizationId? Network { get; init; }

    /// <summary>The first day, in each venue's zone.</summary>
    public required LocalDate First { get; init; }

    /// <summary>The last day, itself included.</summary>
    public required LocalDate Last { get; init; }

    /// <summary>What a row sums up.</summary>
    public required UtilizationSpan By { get; init; }
}

/// <summary>How much rooms were used.</summary>
/// <param name="Rows">One for each span of the days asked about, in order.</param>
/// <param name="Total">All of these days.</param>
/// <param name="Rooms">How many rooms were looked at.</param>
public sealed record UtilizationView(ImmutableArray<UtilizationRow> Rows, UtilizationRow Total, int Rooms);

/// <summary>How much rooms were used in some days, summed up over the rooms. Used ≤ booked ≤ open.</summary>
/// <param name="From">The first of these days.</param>
/// <param name="To">The last of them, itself included.</param>
/// <param name="Open">How long they were open.</param>
/// <param name="Booked">For how much of that a booking that was agreed to held them.</param>
/// <param name="Used">For how much of that people were there, as check-ins tell.</param>
/// <param name="Bookings">How many bookings began in these days.</param>
public sealed record UtilizationRow(LocalDate From, LocalDate To, Duration Open, Duration Booked, Duration Used, int Bookings);

/// <summary>How much one room was used, day by day.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-use")]
public sealed record RoomUse
{
    /// <summary>From the first day asked about on, without gaps.</summary>
    [Id(0)] public required ImmutableArray<DayUse> Days { get; init; }
}

/// <summary>How much one room was used on one day of its venue's zone. Used ≤ booked ≤ open.</summary>
/// <param name="Open">How long it was open.</param>
/// <param name="Booked">For how much of that a booking that was agreed to held it, set-up and tear-down not counted.</param>
/// <param name="Used">For how much of that people were there.</param>
/// <param name="Bookings">How many bookings began on this day.</param>
[GenerateSerializer, Immutable, Alias("scheduling.day-use")]
public readonly record struct DayUse(
    [property: Id(0)] Duration Open, [property: Id(1)] Duration Booked, [property: Id(2)] Duration Used, [property: Id(3)] int Bookings)
{
    /// <summary>Both together.</summary>
    public static DayUse operator +(DayUse one, DayUse other) =>
        new(one.Open + other.Open, one.Booked + other.Booked, one.Used + other.Used, one.Bookings + other.Bookings);

    /// <summary>Both together.</summary>
    public static DayUse Add(DayUse left, DayUse right) => left + right;
}
