namespace Scheduling.Cluster.Tests.Checking;

/// <summary>What somebody asked for.</summary>
internal enum ActKind
{
    /// <summary>A new booking takes <see cref="Act.To"/>.</summary>
    Book,

    /// <summary>The booking leaves <see cref="Act.From"/> and takes <see cref="Act.To"/>, in one.</summary>
    Move,

    /// <summary>The booking gives back all it has: cancelled by the lead, or declined by who was asked.</summary>
    End,

    /// <summary>An answer from which follows that the booking stood, on <see cref="Act.Calendar"/>: it was accepted.</summary>
    Stands,

    /// <summary>An answer from which follows that the booking had ended, or not begun.</summary>
    Ended,

    /// <summary>A look at a calendar: at least everything that stands is shown.</summary>
    Read,

    /// <summary>Every booking that stands on a calendar, from the bookings' own records: exactly these.</summary>
    Inventory,
}

/// <summary>What somebody was told.</summary>
internal enum Told
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was refused: nothing was changed.</summary>
    Refused,

    /// <summary>Nothing: it may have been done, or may yet be.</summary>
    Unknown,
}

/// <summary>One operation of one client: what it sent, when, and what it was told.</summary>
internal sealed record Act
{
    /// <summary>When nothing was told.</summary>
    public const long Never = long.MaxValue;

    /// <summary>What was asked for.</summary>
    public required ActKind Kind { get; init; }

    /// <summary>Which booking, by the name its client gave it; empty for what is about a calendar.</summary>
    public string Booking { get; init; } = "";

    /// <summary>What the booking took before it was moved; who moves it knows that. Found out for what ends it.</summary>
    public IReadOnlyList<Stay> From { get; init; } = [];

    /// <summary>What the booking takes then.</summary>
    public IReadOnlyList<Stay> To { get; init; } = [];

    /// <summary>When it was first sent, in microseconds of one clock.</summary>
    public required long Invoked { get; init; }

    /// <summary>When the answer was there; <see cref="Never"/> when there was none.</summary>
    public required long Returned { get; init; }

    /// <summary>What was told.</summary>
    public Told Told { get; init; } = Told.Done;

    /// <summary>True when an earlier call of it was not answered: that one may still be on its way.</summary>
    public bool WasRepeated { get; init; }

    /// <summary>
    /// Calendars of which the refusal says that somebody stands in the way on one of them at least; empty when it was
    /// refused for another reason.
    /// </summary>
    public IReadOnlyList<string> TakenOn { get; init; } = [];

    /// <summary>The calendar that was looked at, or the one that the booking never leaves.</summary>
    public string Calendar { get; init; } = "";

    /// <summary>What a <see cref="ActKind.Read"/> showed.</summary>
    public IReadOnlyList<Stretch> Shown { get; init; } = [];

    /// <summary>What an <see cref="ActKind.Inventory"/> found: bookings and where they are.</summary>
    public IReadOnlyList<(string Booking, Stay Stay)> Found { get; init; } = [];

    /// <summary>Who sent it, to whom, and whatever else helps a reader.</summary>
    public string Note { get; init; } = "";

    /// <summary>True when it must be part of every order.</summary>
    public bool IsCertain => Told == Told.Done;
}
