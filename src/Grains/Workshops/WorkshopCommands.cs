using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>Registers somebody for a workshop, or has them wait for a place.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.register-attendee")]
public sealed record RegisterAttendee
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which workshop.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Whose attendee; the caller's own network unless said.</summary>
    [Id(2)] public OrganizationId? Network { get; init; }

    /// <summary>What the network calls them: 1 to 64 letters, digits, dots, hyphens and underscores.</summary>
    [Id(3)] public required string Reference { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>Gives up a place, or the waiting for one.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.cancel-registration")]
public sealed record CancelRegistration
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which workshop.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Whose attendee; the caller's own network unless said.</summary>
    [Id(2)] public OrganizationId? Network { get; init; }

    /// <summary>Which attendee.</summary>
    [Id(3)] public required string Reference { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(4)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>
/// Takes every trace of an attendee away. No key: a remembered one would be such a trace, and once more changes nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("scheduling.forget-attendee")]
public sealed record ForgetAttendee
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which workshop.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Whose attendee; the caller's own network unless said.</summary>
    [Id(2)] public OrganizationId? Network { get; init; }

    /// <summary>Which attendee.</summary>
    [Id(3)] public required string Reference { get; init; }
}

/// <summary>Says who came: all of it is recorded, or nothing.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.record-attendance")]
public sealed record RecordAttendance
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which workshop.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>What became of whom; 1 to 1,000, each attendee once.</summary>
    [Id(2)] public required ImmutableArray<AttendanceEntry> Attendances { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}

/// <summary>What became of one attendee.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.attendance-entry")]
public sealed record AttendanceEntry
{
    /// <summary>Whose attendee; need not be said when only one network calls somebody so.</summary>
    [Id(0)] public OrganizationId? Network { get; init; }

    /// <summary>Which attendee.</summary>
    [Id(1)] public required string Reference { get; init; }

    /// <summary>What became of them.</summary>
    [Id(2)] public required Attendance Attendance { get; init; }
}

/// <summary>Changes how many attendees a workshop takes.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.set-places")]
public sealed record SetPlaces
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which workshop.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>How many, 1 to 1,000; not fewer than are registered.</summary>
    [Id(2)] public required int Places { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}
