using Scheduling.Grains.Common;

namespace Scheduling.Grains.Series;

/// <summary>
/// A series as its lead stores it. Its dates stand only if this record lists them: its write is the commit of all of them.
/// </summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-record")]
internal sealed record SeriesRecord
{
    /// <summary>How many keys of changes are remembered.</summary>
    public const int ChangesMax = 20;

    /// <summary>What it was to be; null when none was made.</summary>
    [Id(0)] public SeriesTerms? Terms { get; init; }

    /// <summary>The lead's network.</summary>
    [Id(1)] public OrganizationId Network { get; init; }

    /// <summary>Whose room it was made for.</summary>
    [Id(2)] public OrganizationId Owner { get; init; }

    /// <summary>IANA zone of the venue it was made for.</summary>
    [Id(3)] public string TimeZone { get; init; } = "";

    /// <summary>When it was made.</summary>
    [Id(4)] public Instant At { get; init; }

    /// <summary>Every date, in order.</summary>
    [Id(5)] public ImmutableArray<SeriesDate> Dates { get; init; } = [];

    /// <summary>The key it was made with.</summary>
    [Id(6)] public RequestKey? Key { get; init; }

    /// <summary>Later changes that came with a key, newest last; at most <see cref="ChangesMax"/>.</summary>
    [Id(7)] public ImmutableArray<SeriesChange> Changes { get; init; } = [];

    /// <summary>
    /// Counts how often a date was found half made and given up: each count moves the record's version, so that no earlier
    /// activation can commit that date afterwards.
    /// </summary>
    [Id(8)] public long Tombstones { get; init; }

    /// <summary>True when the series was made.</summary>
    public bool IsMade => Terms is not null;

    /// <summary>True when nothing was ever stored of it.</summary>
    public bool IsUnknown => Terms is null && Tombstones == 0;

    /// <summary>True when this booking is one of its dates.</summary>
    public bool Lists(BookingId booking) => Dates.Any(date => date.Booking == booking);

    /// <summary>With a change and the bookings it is about, so that a repeat is about the same.</summary>
    public SeriesRecord With(RequestKey key, IEnumerable<BookingId> bookings) => this with
    {
        Changes = (Changes.Length < ChangesMax ? Changes : Changes.RemoveAt(0)).Add(new SeriesChange { Key = key, Bookings = [.. bookings] }),
    };
}

/// <summary>A date of a series, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-date")]
internal sealed record SeriesDate
{
    /// <summary>Its date in the venue's zone.</summary>
    [Id(0)] public required LocalDate Date { get; init; }

    /// <summary>When it was to be.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>Its booking; null while it is refused.</summary>
    [Id(2)] public BookingId? Booking { get; init; }

    /// <summary>Why it has none.</summary>
    [Id(3)] public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>In which room, while it is refused and the series has moved since; null for the room it was made for.</summary>
    [Id(4)] public RoomId? Room { get; init; }
}

/// <summary>A change of several dates that came with a key.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-change")]
internal sealed record SeriesChange
{
    /// <summary>The key.</summary>
    [Id(0)] public required RequestKey Key { get; init; }

    /// <summary>The bookings it is about.</summary>
    [Id(1)] public required ImmutableArray<BookingId> Bookings { get; init; }
}
