using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>Where an attendee of a workshop stands.</summary>
public enum AttendeeStatus
{
    /// <summary>Has a place.</summary>
    Registered,

    /// <summary>Gets a place when one is free and everybody who came before has one.</summary>
    Waiting,

    /// <summary>Gave up place or waiting.</summary>
    Cancelled,

    /// <summary>Had a place, and came.</summary>
    Attended,

    /// <summary>Had a place, and did not come.</summary>
    Absent,

    /// <summary>Had a place, did not come, and said so.</summary>
    Excused,
}

/// <summary>What became of an attendee who had a place.</summary>
public enum Attendance
{
    /// <summary>Came.</summary>
    Attended,

    /// <summary>Did not come.</summary>
    Absent,

    /// <summary>Did not come, and said so.</summary>
    Excused,
}

/// <summary>One kind of step in a workshop's story.</summary>
public enum WorkshopStep
{
    /// <summary>Somebody got a place at once.</summary>
    Registered,

    /// <summary>Somebody began to wait for a place.</summary>
    Queued,

    /// <summary>Whoever waited longest got a place.</summary>
    Promoted,

    /// <summary>Somebody gave up place or waiting.</summary>
    Cancelled,

    /// <summary>Somebody came.</summary>
    Attended,

    /// <summary>Somebody did not come.</summary>
    Absent,

    /// <summary>Somebody did not come, and said so.</summary>
    Excused,

    /// <summary>Somebody was forgotten; it is not said who.</summary>
    Forgotten,

    /// <summary>There are more places, or fewer.</summary>
    PlacesSet,
}

/// <summary>A workshop as whoever may fill it sees it: what it is and how full, and nobody by name.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.workshop-view")]
public sealed record WorkshopView
{
    /// <summary>Its booking.</summary>
    [Id(0)] public required BookingId Booking { get; init; }

    /// <summary>Which room.</summary>
    [Id(1)] public required RoomId Room { get; init; }

    /// <summary>IANA zone of the venue, in which its instants are shown.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>When.</summary>
    [Id(3)] public required Period Period { get; init; }

    /// <summary>Its title.</summary>
    [Id(4)] public string? Title { get; init; }

    /// <summary>Where its booking stands.</summary>
    [Id(5)] public required BookingStatus Status { get; init; }

    /// <summary>How many attendees it takes.</summary>
    [Id(6)] public required int Places { get; init; }

    /// <summary>How many are taken, and who had them and how many.</summary>
    [Id(7)] public required WorkshopCounts Counts { get; init; }
}

/// <summary>How many attendees a workshop has. Those who were forgotten still count where they had counted.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.workshop-counts")]
public sealed record WorkshopCounts
{
    /// <summary>Have a place, whatever was recorded of them later.</summary>
    [Id(0)] public int Registered { get; init; }

    /// <summary>Wait for one.</summary>
    [Id(1)] public int Waiting { get; init; }

    /// <summary>Of those with a place: came.</summary>
    [Id(2)] public int Attended { get; init; }

    /// <summary>Of those with a place: did not come.</summary>
    [Id(3)] public int Absent { get; init; }

    /// <summary>Of those with a place: did not come, and said so.</summary>
    [Id(4)] public int Excused { get; init; }
}

/// <summary>An attendee, as the network that named them and the workshop's parties see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.attendee-view")]
public sealed record AttendeeView
{
    /// <summary>The network that named them.</summary>
    [Id(0)] public required OrganizationId Network { get; init; }

    /// <summary>What that network calls them.</summary>
    [Id(1)] public required string Reference { get; init; }

    /// <summary>Where they stand.</summary>
    [Id(2)] public required AttendeeStatus Status { get; init; }

    /// <summary>Their place among those who wait, from 1; null for those who do not.</summary>
    [Id(3)] public int? Position { get; init; }

    /// <summary>When they were registered.</summary>
    [Id(4)] public required Instant RegisteredAt { get; init; }
}

/// <summary>One step of a workshop's story. Whatever names a forgotten attendee is taken out of it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.workshop-event")]
public sealed record WorkshopEvent
{
    /// <summary>Grows by one with each step; those that were taken out leave gaps.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Instant At { get; init; }

    /// <summary>What happened.</summary>
    [Id(2)] public required WorkshopStep What { get; init; }

    /// <summary>The caller who did it; <c>system</c> for a promotion.</summary>
    [Id(3)] public required string By { get; init; }

    /// <summary>Whose attendee it was.</summary>
    [Id(4)] public OrganizationId? Network { get; init; }

    /// <summary>Which attendee.</summary>
    [Id(5)] public string? Reference { get; init; }

    /// <summary>Why, if said.</summary>
    [Id(6)] public string? Note { get; init; }

    /// <summary>How many places there are from then on.</summary>
    [Id(7)] public int? Places { get; init; }
}

/// <summary>What a change made of a workshop.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.workshop-answer")]
public sealed record WorkshopAnswer
{
    /// <summary>The workshop as it is now.</summary>
    [Id(0)] public required WorkshopView Workshop { get; init; }

    /// <summary>The attendees concerned, in the order asked for; none when they were forgotten.</summary>
    [Id(1)] public ImmutableArray<AttendeeView> Attendees { get; init; } = [];
}
