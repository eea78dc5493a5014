using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>What a booking is to take: of a new one, or of one that changes.</summary>
internal sealed record BookingPlan(RoomId Room, Period Period, int Seats, ImmutableArray<AdvisorId> CoHosts)
{
    /// <summary>Those of the co-hosts without whom it goes on.</summary>
    public ImmutableArray<AdvisorId> OptionalCoHosts { get; init; } = [];

    /// <summary>True when other advisors may ask to join.</summary>
    public bool OpenToJoin { get; init; }

    /// <summary>True when advisors beside the lead take part.</summary>
    public bool HasCoHosts => !CoHosts.IsEmpty;

    /// <summary>True for an offer of a waiting list: held, and shown as pending until it is answered.</summary>
    public bool IsOffer { get; init; }

    /// <summary>The place on the room's waiting list that it is for; null when nobody's.</summary>
    public WaitlistEntryId? Entry { get; init; }

    /// <summary>True when both take the same; equality of records looks at arrays by reference.</summary>
    public bool IsSameAs(BookingPlan other) =>
        Room == other.Room && Period == other.Period && Seats == other.Seats && CoHosts.SequenceEqual(other.CoHosts);
}

/// <summary>What the calendars of a plan said when all of them granted.</summary>
internal sealed record Grants(RoomFacts Room, ImmutableArray<AdvisorFacts> CoHosts);
