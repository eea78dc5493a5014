using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>An advisor's settings, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-state")]
internal sealed record AdvisorState
{
    /// <summary>The advisor's name; null until registered.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public OrganizationId Network { get; init; }

    /// <summary>IANA zone of the working hours.</summary>
    [Id(2)] public string TimeZone { get; init; } = "";

    /// <summary>When the advisor works; empty for no such rule.</summary>
    [Id(3)] public ImmutableArray<WeeklyHours> WorkingHours { get; init; } = [];

    /// <summary>The key it was registered with.</summary>
    [Id(4)] public RequestKey? Key { get; init; }

    /// <summary>Whose invitations are accepted without asking; null for nobody's.</summary>
    [Id(5)] public InvitationPolicy? AcceptsFrom { get; init; }

    /// <summary>The most absences it keeps; past ones make place when they have to.</summary>
    public const int AbsencesMax = 500;

    /// <summary>Absences in force, by start.</summary>
    [Id(6)] public ImmutableArray<AbsenceRecord> Absences { get; init; } = [];

    /// <summary>Absences on their way; each is finished or withdrawn, also after a crash.</summary>
    [Id(7)] public ImmutableArray<PendingAbsence> PendingAbsences { get; init; } = [];

    /// <summary>New settings on their way, one change at a time.</summary>
    [Id(8)] public PendingAdvisorUpdate? Update { get; init; }

    /// <summary>Changes that were made with a key lately.</summary>
    [Id(9)] public ImmutableArray<MadeChange> Made { get; init; } = [];

    /// <summary>Without past absences if there are too many to take another; their keys are known for as long as any.</summary>
    public AdvisorState MakingPlace(Instant now) => Absences.Length + PendingAbsences.Length < AbsencesMax
        ? this
        : this with { Absences = Absences.RemoveAll(record => record.Unavailability.Period.End + RequestKey.Kept < now) };
}

/// <summary>Whose invitations an advisor accepts without being asked.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.invitation-policy")]
internal sealed record InvitationPolicy
{
    /// <summary>How many keys of changes are remembered.</summary>
    public const int KeysMax = 20;

    /// <summary>True for every network.</summary>
    [Id(0)] public bool AcceptsAll { get; init; }

    /// <summary>These networks.</summary>
    [Id(1)] public ImmutableArray<OrganizationId> Networks { get; init; } = [];

    /// <summary>The keys it was set with, newest last; at most <see cref="KeysMax"/>.</summary>
    [Id(2)] public ImmutableArray<RequestKey> Keys { get; init; } = [];

    /// <summary>Does an invitation of this network need no answer?</summary>
    public bool Accepts(OrganizationId network) => AcceptsAll || Networks.Contains(network);
}

/// <summary>What an advisor asked to join, as stored: an advisor's own list, while the truth is with each booking's lead.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.asked-to-join")]
internal sealed record AskedToJoin
{
    /// <summary>How many are remembered.</summary>
    public const int Max = 100;

    /// <summary>Oldest first.</summary>
    [Id(0)] public ImmutableArray<AskedBooking> Bookings { get; init; } = [];

    /// <summary>With one more, and without the oldest when there are many.</summary>
    public AskedToJoin With(AskedBooking asked) => new() { Bookings = [.. Bookings.Add(asked).TakeLast(Max)] };

    /// <summary>Without one that came to nothing.</summary>
    public AskedToJoin Without(AskedBooking asked) => new() { Bookings = Bookings.Remove(asked) };
}

/// <summary>One request to join.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.asked-booking")]
internal sealed record AskedBooking(
    [property: Id(0)] BookingId Booking, [property: Id(1)] Instant At, [property: Id(2)] RequestKey? Key);

/// <summary>A week of an advisor: claims on the advisor's time, and the bookings first made for this week.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-page")]
internal sealed record AdvisorPage : IClaimsPage<AdvisorPage>
{
    /// <inheritdoc/>
    [Id(0)] public ImmutableArray<Claim> Claims { get; init; } = [];

    /// <summary>Bookings that the advisor leads.</summary>
    [Id(1)] public ImmutableArray<BookingRecord> Bookings { get; init; } = [];

    /// <summary>
    /// Counts how often the lead was asked about a claim or a key that it knew nothing of: each count moves the page's
    /// version, so that no earlier activation can commit such a booking after it was called gone.
    /// </summary>
    [Id(2)] public long Tombstones { get; init; }

    /// <summary>
    /// Dates of series whose record is still to say whether they stand: no bookings yet, and nobody's to see. One without
    /// claims was given up and has still to give back what it took.
    /// </summary>
    [Id(3)] public ImmutableArray<BookingRecord> Provisional { get; init; } = [];

    public AdvisorPage WithClaims(ImmutableArray<Claim> claims) => this with { Claims = claims };

    public BookingRecord? Find(BookingId id) => Bookings.FirstOrDefault(booking => booking.Id == id);

    /// <summary>
    /// The page with this record, new or in place of its former version. Whatever changes a booking comes through here,
    /// so here is noted what feeds have to hear of it.
    /// </summary>
    public AdvisorPage With(BookingRecord record) => Find(record.Id) is { } former
        ? this with { Bookings = Bookings.Replace(former, BookingOutbox.Note(former, record)) }
        : this with { Bookings = Bookings.Add(BookingOutbox.Note(former: null, record)) };
}

/// <summary>Which bookings recent keys were for, so that the same key with another input is seen. The booking's record decides.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.recent-keys")]
internal sealed record RecentKeys : IRecentPage<RecentKeys, RecentKey>
{
    /// <summary>By the hash of caller and key.</summary>
    [Id(0)] public ImmutableDictionary<string, RecentKey> ByKey { get; init; } = ImmutableDictionary<string, RecentKey>.Empty;

    /// <inheritdoc/>
    [Id(1)] public int EarlierPages { get; init; }

    public static RecentKeys Of(ImmutableDictionary<string, RecentKey> byKey, int earlierPages) => new() { ByKey = byKey, EarlierPages = earlierPages };
}

/// <summary>A key's booking, and when it was made.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.recent-key")]
internal sealed record RecentKey([property: Id(0)] BookingId Booking, [property: Id(1)] Instant At) : IRecent;
