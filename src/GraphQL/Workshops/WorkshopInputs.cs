using Scheduling.Api.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Api.Workshops;

/// <summary>An attendee to register.</summary>
public sealed record RegisterAttendeeInput : MutationInput
{
    /// <summary>The booking of the workshop.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Whose attendee: the caller's own network unless said.</summary>
    [Id] public string? NetworkId { get; init; }

    /// <summary>
    /// What the network calls them: 1 to 64 letters, digits, dots, hyphens and underscores, and never a name or an address.
    /// </summary>
    public required string Reference { get; init; }

    internal override bool IsGuessable => true;
}

/// <summary>What came of it.</summary>
public sealed class RegisterAttendeePayload : MutationPayload
{
    /// <summary>The attendee; null when refused.</summary>
    public Attendee? Attendee { get; init; }

    /// <summary>The workshop as it is now; null when refused.</summary>
    public Workshop? Workshop { get; init; }
}

/// <summary>A place, or the waiting for one, to give up.</summary>
public sealed record CancelRegistrationInput : MutationInput
{
    /// <summary>The booking of the workshop.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Whose attendee: the caller's own network unless said.</summary>
    [Id] public string? NetworkId { get; init; }

    /// <summary>Which attendee.</summary>
    public required string Reference { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }

    internal override bool IsGuessable => true;
}

/// <summary>What came of it.</summary>
public sealed class CancelRegistrationPayload : MutationPayload
{
    /// <summary>The attendee as it is now; null when refused.</summary>
    public Attendee? Attendee { get; init; }

    /// <summary>The workshop as it is now; null when refused.</summary>
    public Workshop? Workshop { get; init; }
}

/// <summary>An attendee to forget.</summary>
public sealed record ForgetAttendeeInput : MutationInput
{
    /// <summary>The booking of the workshop.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Whose attendee: the caller's own network unless said.</summary>
    [Id] public string? NetworkId { get; init; }

    /// <summary>Which attendee; one whom nobody knows is forgotten already.</summary>
    public required string Reference { get; init; }

    internal override bool IsGuessable => true;
}

/// <summary>What came of it.</summary>
public sealed class ForgetAttendeePayload : MutationPayload
{
    /// <summary>The workshop as it is now; null when refused.</summary>
    public Workshop? Workshop { get; init; }
}

/// <summary>Who came.</summary>
public sealed record RecordAttendanceInput : MutationInput
{
    /// <summary>The booking of the workshop.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>What became of whom, 1 to 1,000: all of it is recorded, or nothing.</summary>
    public required IReadOnlyList<AttendanceInput> Attendances { get; init; }

    internal override bool IsGuessable => true;
}

/// <summary>What became of one attendee.</summary>
public sealed record AttendanceInput
{
    /// <summary>Whose attendee: need not be said when only one network calls somebody so.</summary>
    [Id] public string? NetworkId { get; init; }

    /// <summary>Which attendee.</summary>
    public required string Reference { get; init; }

    /// <summary>What became of them.</summary>
    public required Attendance Attendance { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RecordAttendancePayload : MutationPayload
{
    /// <summary>The attendees named, in that order; empty when refused.</summary>
    public required IReadOnlyList<Attendee> Attendees { get; init; }

    /// <summary>The workshop as it is now; null when refused.</summary>
    public Workshop? Workshop { get; init; }
}

/// <summary>How many attendees a workshop takes from now on.</summary>
public sealed record SetPlacesInput : MutationInput
{
    /// <summary>The booking of the workshop.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>How many, 1 to 1,000; not fewer than are registered.</summary>
    public required int Places { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class SetPlacesPayload : MutationPayload
{
    /// <summary>The workshop as it is now; null when refused.</summary>
    public Workshop? Workshop { get; init; }
}
