using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>A booking's hold on one calendar. It names networks, never persons.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim")]
public sealed record Claim
{
    /// <summary>Of one attempt of one booking on one calendar.</summary>
    [Id(0)] public required ClaimId Id { get; init; }

    /// <summary>Whose it is; names the lead who knows whether it stands.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The lead's network: what others may see.</summary>
    [Id(2)] public required OrganizationId Network { get; init; }

    /// <summary>The booking's time.</summary>
    [Id(3)] public required Period Period { get; init; }

    /// <summary>
    /// The time taken on this calendar: <see cref="Period"/> widened by set-up and tear-down. The claim lies in every week
    /// page that this reaches into.
    /// </summary>
    [Id(4)] public required Period Held { get; init; }

    /// <summary>How many people come.</summary>
    [Id(5)] public required int Seats { get; init; }

    /// <summary>When the attempt began by its lead's clock: the older of two attempts waits for the younger's decision.</summary>
    [Id(6)] public required Instant MadeAt { get; init; }

    /// <summary>True while its booking waits for somebody's answer: shown as pending, and taken all the same.</summary>
    [Id(7)] public bool IsPending { get; init; }

    /// <summary>True when other advisors may ask to join the booking.</summary>
    [Id(8)] public bool OpenToJoin { get; init; }

    /// <summary>Where the booking takes place; null where that is not known.</summary>
    [Id(9)] public GeoPoint? Place { get; init; }

    /// <summary>In which venue; null on claims made before this was kept.</summary>
    [Id(10)] public VenueId? Venue { get; init; }

    /// <summary>Who came, as last heard; null until there was anything to hear.</summary>
    [Id(11)] public ClaimPresence? Presence { get; init; }

    /// <summary>
    /// The claim once it has heard how its booking stands; the same when that is not new. It may only become shorter, and
    /// never empty.
    /// </summary>
    public Claim Hearing(ClaimNews news)
    {
        if (Presence?.Version >= news.Version)
            return this;
        var heard = this with { IsPending = news.IsPending };
        if (news.CheckedInAt is null && news.Until is null)
            return heard;
        heard = heard with
        {
            Presence = new ClaimPresence
            {
                Version = news.Version,
                CheckedInAt = news.CheckedInAt,
                CheckedOutAt = news.CheckedOutAt,
                People = news.People,
            },
        };
        if (news.Until is not { } until || until <= Period.Start || until >= Period.End)
            return heard;
        // Where people were, the room is tidied after them as ever.
        var teardown = news.CheckedInAt is null ? Duration.Zero : Held.End - Period.End;
        return heard with { Period = Period with { End = until }, Held = Held with { End = until + teardown } };
    }

    /// <summary>True when this attempt began before the other; ties go to the smaller booking id.</summary>
    public bool IsOlderThan(Claim other) =>
        MadeAt != other.MadeAt
            ? MadeAt < other.MadeAt
            : string.CompareOrdinal(Booking.Value, other.Booking.Value) < 0;
}
