namespace Scheduling.Grains.Auditing;

/// <summary>What is to be true of a store at every moment, crash or no crash.</summary>
public enum Invariant
{
    /// <summary>I1: at every instant of every calendar, durable claims fit its capacity.</summary>
    Capacity,

    /// <summary>I2: a booking that stands has a durable claim on each of its calendars.</summary>
    Claimed,

    /// <summary>I3: a claim is there because a booking needs it, or may be left over; it goes only when neither holds.</summary>
    Needed,

    /// <summary>No workshop has more attendees with a place than places, nobody stands there twice, and who waits came last.</summary>
    Places,

    /// <summary>Every date that a series lists is a booking of it, and no other booking is of it.</summary>
    Series,

    /// <summary>Every place on a waiting list that got something names its own booking, no booking is of two places, and the list keeps its order.</summary>
    Waitlist,

    /// <summary>Quotas: nothing has become larger than it may.</summary>
    Limits,

    /// <summary>Records lie where their grains look for them.</summary>
    Filed,
}

/// <summary>Something in the store that must not be.</summary>
/// <param name="Invariant">What it breaks.</param>
/// <param name="Where">The calendar or the lead whose record shows it.</param>
/// <param name="What">What is wrong, as a sentence with every identity concerned.</param>
public sealed record Violation(Invariant Invariant, string Where, string What);

/// <summary>What was read, and what is wrong with it.</summary>
public sealed record AuditReport
{
    /// <summary>Records read, of every kind.</summary>
    public required int Records { get; init; }

    /// <summary>Rooms, advisors and venues among them.</summary>
    public required int Calendars { get; init; }

    /// <summary>Their week pages.</summary>
    public required int Pages { get; init; }

    /// <summary>Claims, each counted once however many pages it lies in.</summary>
    public required int Claims { get; init; }

    /// <summary>Bookings, whatever became of them.</summary>
    public required int Bookings { get; init; }

    /// <summary>Bookings that hold their calendars.</summary>
    public required int Standing { get; init; }

    /// <summary>Workshops that somebody was registered for.</summary>
    public required int Workshops { get; init; }

    /// <summary>Entries of attendees in them, those that waited or gave up included; who was forgotten is not counted.</summary>
    public required int Attendees { get; init; }

    /// <summary>Series that were made.</summary>
    public required int Series { get; init; }

    /// <summary>Places on the waiting lists of rooms, whatever became of them.</summary>
    public required int Waitlisted { get; init; }

    /// <summary>
    /// Claims of attempts that came to nothing, or are being decided at this moment. Allowed: they go as soon as somebody
    /// needs their place.
    /// </summary>
    public required int LeftOver { get; init; }

    /// <summary>Claims that are no longer needed and whose release is listed with their booking. Allowed: they are on their way out.</summary>
    public required int BeingReleased { get; init; }

    /// <summary>
    /// Claims that had ended when the settings of their room or venue were last stored. Another capacity may have been in
    /// force then, so they are not held against the present one.
    /// </summary>
    public required int OlderThanSettings { get; init; }

    /// <summary>Records that could not be read, with the reason.</summary>
    public required ImmutableArray<string> Unreadable { get; init; }

    /// <summary>Everything that must not be; empty when the store is sound.</summary>
    public required ImmutableArray<Violation> Violations { get; init; }
}
