using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
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
}

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

    public AdvisorPage WithClaims(ImmutableArray<Claim> claims) => this with { Claims = claims };

    public BookingRecord? Find(BookingId id) => Bookings.FirstOrDefault(booking => booking.Id == id);

    /// <summary>The page with this record, new or in place of its former version.</summary>
    public AdvisorPage With(BookingRecord record) => Find(record.Id) is { } former
        ? this with { Bookings = Bookings.Replace(former, record) }
        : this with { Bookings = Bookings.Add(record) };
}

/// <summary>Which booking a recent key was for, so that the same key with another input is seen. The booking's record decides.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.recent-keys")]
internal sealed record RecentKeys
{
    /// <summary>By the hash of caller and key.</summary>
    [Id(0)] public ImmutableDictionary<string, RecentKey> ByKey { get; init; } = ImmutableDictionary<string, RecentKey>.Empty;

    /// <summary>With one more, and without those that are too old.</summary>
    public RecentKeys With(string key, BookingId booking, Instant now)
    {
        var old = ByKey.Where(entry => entry.Value.At < now - RequestKey.Kept).Select(entry => entry.Key);
        return new RecentKeys { ByKey = ByKey.RemoveRange(old).SetItem(key, new RecentKey(booking, now)) };
    }

    /// <summary>Without a key whose attempt came to nothing.</summary>
    public RecentKeys Without(string key) => new() { ByKey = ByKey.Remove(key) };
}

/// <summary>A key's booking, and when it was made.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.recent-key")]
internal sealed record RecentKey([property: Id(0)] BookingId Booking, [property: Id(1)] Instant At);
