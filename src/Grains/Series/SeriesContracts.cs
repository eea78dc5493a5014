using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Series;

/// <summary>What becomes of a series some of whose dates cannot be had.</summary>
public enum OnConflict
{
    /// <summary>Every date, or none.</summary>
    AllOrNothing,

    /// <summary>The dates that can be had, if there is one.</summary>
    Skip,

    /// <summary>The dates that can be had, if they are as many as said.</summary>
    AcceptIfAtLeast,
}

/// <summary>What came of a date of a series.</summary>
public enum SeriesDateOutcome
{
    /// <summary>Its booking is agreed, or was held.</summary>
    Booked,

    /// <summary>Its booking waits for somebody's answer.</summary>
    Pending,

    /// <summary>It could not be had.</summary>
    Refused,

    /// <summary>Its booking was cancelled, declined, not answered, or nobody came.</summary>
    Ended,

    /// <summary>It could be had, and was not taken because the series as a whole was refused.</summary>
    NotTaken,
}

/// <summary>What a series is to be.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-terms")]
public sealed record SeriesTerms
{
    /// <summary>Which room.</summary>
    [Id(0)] public required RoomId Room { get; init; }

    /// <summary>Its first date, in the venue's zone.</summary>
    [Id(1)] public required LocalDate FirstDate { get; init; }

    /// <summary>The wall-clock time at which each date begins, in the venue's zone.</summary>
    [Id(2)] public required LocalTime StartsAt { get; init; }

    /// <summary>How long each date is.</summary>
    [Id(3)] public required Duration Length { get; init; }

    /// <summary>An RFC 5545 RRULE.</summary>
    [Id(4)] public required string Rule { get; init; }

    /// <summary>Dates of the rule that are left out.</summary>
    [Id(5)] public ImmutableArray<LocalDate> Except { get; init; } = [];

    /// <summary>How many people come, the advisors not counted.</summary>
    [Id(6)] public required int Seats { get; init; }

    /// <summary>Other advisors who have to be free on each date.</summary>
    [Id(7)] public ImmutableArray<AdvisorId> CoHosts { get; init; } = [];

    /// <summary>What for.</summary>
    [Id(8)] public BookingPurpose Purpose { get; init; }

    /// <summary>At most 200 characters.</summary>
    [Id(9)] public string? Title { get; init; }

    /// <summary>What becomes of it when some dates cannot be had.</summary>
    [Id(10)] public OnConflict OnConflict { get; init; }

    /// <summary>How many dates it takes, with <see cref="OnConflict.AcceptIfAtLeast"/>.</summary>
    [Id(11)] public int? AtLeast { get; init; }

    /// <summary>How many attendees each workshop takes; null for as many as it has seats.</summary>
    [Id(12)] public int? Places { get; init; }
}

/// <summary>Books a series.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.book-series")]
public sealed record BookSeries
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Its identity: with a key always the same, so that a repeat meets what the first one made.</summary>
    [Id(1)] public required SeriesId Id { get; init; }

    /// <summary>What it is to be.</summary>
    [Id(2)] public required SeriesTerms Terms { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}

/// <summary>Tries the refused dates of a series again.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.retry-series")]
public sealed record RetrySeries
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required SeriesId Series { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }
}

/// <summary>Gives up the dates of a series, or those from one on.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.cancel-series")]
public sealed record CancelSeries
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required SeriesId Series { get; init; }

    /// <summary>This date and those that follow, by the dates the series was made with; null for all.</summary>
    [Id(2)] public LocalDate? From { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>Moves the dates of a series, or those from one on.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.reschedule-series")]
public sealed record RescheduleSeries
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required SeriesId Series { get; init; }

    /// <summary>This date and those that follow, by the dates the series was made with; null for all.</summary>
    [Id(2)] public LocalDate? From { get; init; }

    /// <summary>Another wall-clock time in the venue's zone; null leaves each as it is.</summary>
    [Id(3)] public LocalTime? StartsAt { get; init; }

    /// <summary>So many days later, or earlier when negative.</summary>
    [Id(4)] public int Days { get; init; }

    /// <summary>Another room; null leaves each where it is.</summary>
    [Id(5)] public RoomId? Room { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(6)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(7)] public RequestKey? Key { get; init; }
}

/// <summary>The owner's answer to every date of a series that waits for it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.decide-series")]
public sealed record DecideSeries
{
    /// <summary>Who answers.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required SeriesId Series { get; init; }

    /// <summary>The answer.</summary>
    [Id(2)] public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>A date of a series, and what came of it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-date-view")]
public sealed record SeriesDateView
{
    /// <summary>The date it was made for, in the venue's zone; it names it for good.</summary>
    [Id(0)] public required LocalDate Date { get; init; }

    /// <summary>When: as its booking says, or else as it was asked for.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>What came of it.</summary>
    [Id(2)] public required SeriesDateOutcome Outcome { get; init; }

    /// <summary>Its booking, if it got one and the caller may see it.</summary>
    [Id(3)] public BookingView? Booking { get; init; }

    /// <summary>Every reason against what was asked for last.</summary>
    [Id(4)] public ImmutableArray<Refusal> Refusals { get; init; } = [];
}

/// <summary>A series as its parties and the room's owner see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-view")]
public sealed record SeriesView
{
    /// <summary>Which.</summary>
    [Id(0)] public required SeriesId Id { get; init; }

    /// <summary>What it was to be.</summary>
    [Id(1)] public required SeriesTerms Terms { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>When it was made.</summary>
    [Id(3)] public required Instant CreatedAt { get; init; }

    /// <summary>Every date, in order.</summary>
    [Id(4)] public required ImmutableArray<SeriesDateView> Dates { get; init; }
}
