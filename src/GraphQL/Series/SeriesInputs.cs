using System.Diagnostics.CodeAnalysis;
using GraphQL;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Api.Series;

/// <summary>A series to book: a room, again and again at the same wall-clock time of the venue's zone.</summary>
public sealed record BookSeriesInput : MutationInput
{
    /// <summary>Which room.</summary>
    [Id] public required string RoomId { get; init; }

    /// <summary>The lead; an advisor books for themself, a manager for their own network's advisors.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>The first date, in the venue's zone; it has to be one of the rule.</summary>
    public required LocalDate FirstDate { get; init; }

    /// <summary>
    /// The wall-clock time at which every date begins. Where a change of the clock leaves it out the next instant counts, where it
    /// comes twice the first.
    /// </summary>
    public required LocalTime StartsAt { get; init; }

    /// <summary>How long each date is; at most 7 days.</summary>
    public required Duration Duration { get; init; }

    /// <summary>
    /// An RFC 5545 RRULE with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY and with COUNT or UNTIL: FREQ=WEEKLY;BYDAY=TU;COUNT=10. At most
    /// 104 dates within 10 years. What repeats is the date: BYHOUR, BYMINUTE and BYSECOND are not taken.
    /// </summary>
    public required string Rule { get; init; }

    /// <summary>Dates of the rule to leave out; they count for COUNT. At most 366.</summary>
    [AllowNull, DefaultAstValue("[]")]
    public IReadOnlyList<LocalDate> Except { get; init => field = value ?? []; } = [];

    /// <summary>How many people come, the advisors not counted.</summary>
    public required int Seats { get; init; }

    /// <summary>Each must be free on every date that is booked. At most 10.</summary>
    [Id, AllowNull, DefaultAstValue("[]")]
    public IReadOnlyList<string> CoHostIds { get; init => field = value ?? []; } = [];

    /// <summary>What it is for.</summary>
    [DefaultAstValue("WORKSHOP")]
    public BookingPurpose? Purpose { get; init => field = value ?? BookingPurpose.Workshop; } = BookingPurpose.Workshop;

    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>How many attendees each WORKSHOP takes, 1 to 1,000; as many as it has seats unless said.</summary>
    public int? Places { get; init; }

    /// <summary>What becomes of the series when some of its dates cannot be had.</summary>
    [DefaultAstValue("ALL_OR_NOTHING")]
    public OnConflict? OnConflict { get; init => field = value ?? Grains.Series.OnConflict.AllOrNothing; } = Grains.Series.OnConflict.AllOrNothing;

    /// <summary>With ACCEPT_IF_AT_LEAST: how many dates it takes.</summary>
    public int? AtLeast { get; init; }

    internal SeriesTerms ToTerms(RoomId room, ImmutableArray<AdvisorId> coHosts) => new()
    {
        Room = room,
        FirstDate = FirstDate,
        StartsAt = StartsAt,
        Length = Duration,
        Rule = Rule,
        Except = [.. Except.Distinct().Order()],
        Seats = Seats,
        CoHosts = coHosts,
        Purpose = Purpose ?? BookingPurpose.Workshop,
        Title = Title,
        OnConflict = OnConflict ?? Grains.Series.OnConflict.AllOrNothing,
        AtLeast = AtLeast,
        Places = Places,
    };
}

/// <summary>What came of it.</summary>
public sealed class BookSeriesPayload : MutationPayload
{
    /// <summary>The series; null when refused.</summary>
    public SeriesNode? Series { get; init; }

    /// <summary>Every date and what came of it, also when too few could be had and nothing was booked.</summary>
    [Complexity(1, 104)]
    public required IReadOnlyList<SeriesDateOutput> Dates { get; init; }
}

/// <summary>A series whose refused dates are tried again.</summary>
public sealed record RetrySeriesInput : MutationInput
{
    /// <summary>Which series.</summary>
    [Id] public required string SeriesId { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RetrySeriesPayload : MutationPayload
{
    /// <summary>The series as it is now; null when refused. What still stands against a date is among its errors.</summary>
    public SeriesNode? Series { get; init; }
}

/// <summary>Dates of a series to give up.</summary>
public sealed record CancelSeriesInput : MutationInput
{
    /// <summary>Which series.</summary>
    [Id] public required string SeriesId { get; init; }

    /// <summary>This date and those that follow, by the dates the series was made for; all unless said.</summary>
    public LocalDate? From { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CancelSeriesPayload : MutationPayload
{
    /// <summary>The series as it is now; null when refused. What was refused of a date is among its errors.</summary>
    public SeriesNode? Series { get; init; }
}

/// <summary>Dates of a series to move: to another time, another day, another room.</summary>
public sealed record RescheduleSeriesInput : MutationInput
{
    /// <summary>Which series.</summary>
    [Id] public required string SeriesId { get; init; }

    /// <summary>This date and those that follow, by the dates the series was made for; all unless said.</summary>
    public LocalDate? From { get; init; }

    /// <summary>Another wall-clock time, in the venue's zone.</summary>
    public LocalTime? StartsAt { get; init; }

    /// <summary>So many days later, or earlier when negative; at most 366.</summary>
    [DefaultAstValue("0")]
    public int? Days { get; init => field = value ?? 0; } = 0;

    /// <summary>Another room.</summary>
    [Id] public string? RoomId { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RescheduleSeriesPayload : MutationPayload
{
    /// <summary>The series as it is now; null when refused. A date that was refused is where it was, and says why.</summary>
    public SeriesNode? Series { get; init; }
}

/// <summary>The owner's answer to every date that waits for it.</summary>
public sealed record DecideSeriesInput : MutationInput
{
    /// <summary>Which series.</summary>
    [Id] public required string SeriesId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class DecideSeriesPayload : MutationPayload
{
    /// <summary>The series as it is now; null when refused.</summary>
    public SeriesNode? Series { get; init; }
}
