using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>What became of a request to join.</summary>
public enum JoinStatus
{
    /// <summary>Waits for the lead's answer.</summary>
    Pending,

    /// <summary>The advisor takes part.</summary>
    Accepted,

    /// <summary>The lead said no.</summary>
    Declined,

    /// <summary>The booking ended or began before the lead answered.</summary>
    Expired,
}

/// <summary>Asks, for an advisor, to join a booking that others lead. One of reference and booking says which.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.ask-to-join")]
public sealed record AskToJoin
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>The booking as a conflict named it.</summary>
    [Id(1)] public JoinReference? Reference { get; init; }

    /// <summary>The booking by its identity.</summary>
    [Id(2)] public BookingId? Booking { get; init; }

    /// <summary>What for; at most 500 characters.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>The same, as the advisor's grain passes it on to the booking's lead.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.join-booking")]
public sealed record JoinBooking
{
    /// <summary>The caller who asks.</summary>
    [Id(0)] public required string By { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Who would take part.</summary>
    [Id(2)] public required AdvisorId Advisor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(3)] public required OrganizationId Network { get; init; }

    /// <summary>What for.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>The lead's answer to a request to join.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.answer-join-request")]
public sealed record AnswerJoinRequest
{
    /// <summary>Who answers.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Who asked to take part.</summary>
    [Id(2)] public required AdvisorId Advisor { get; init; }

    /// <summary>The answer.</summary>
    [Id(3)] public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>A request to join as both sides see it: room and time are no secret, who leads the booking is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.join-request-view")]
public sealed record JoinRequestView
{
    /// <summary>The booking; for its parties.</summary>
    [Id(0)] public required BookingId Booking { get; init; }

    /// <summary>Which room it is in.</summary>
    [Id(1)] public required RoomId Room { get; init; }

    /// <summary>When it is.</summary>
    [Id(2)] public required Period Period { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>Who would take part.</summary>
    [Id(4)] public required AdvisorId Advisor { get; init; }

    /// <summary>The caller who asked.</summary>
    [Id(5)] public required string By { get; init; }

    /// <summary>What for.</summary>
    [Id(6)] public string? Note { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(7)] public required Instant At { get; init; }

    /// <summary>What became of it.</summary>
    [Id(8)] public required JoinStatus Status { get; init; }

    /// <summary>When it was answered.</summary>
    [Id(9)] public Instant? AnsweredAt { get; init; }

    /// <summary>What the lead said.</summary>
    [Id(10)] public string? AnswerNote { get; init; }
}
