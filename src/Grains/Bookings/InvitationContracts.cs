using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>What became of a co-host's invitation.</summary>
public enum InvitationAnswer
{
    /// <summary>Of the lead's network, or accepts by itself what this network asks.</summary>
    NotNeeded,

    /// <summary>Waits for the co-host's answer.</summary>
    Pending,

    /// <summary>Takes part.</summary>
    Accepted,

    /// <summary>Said no.</summary>
    Declined,

    /// <summary>Did not answer in time.</summary>
    Expired,

    /// <summary>Took part, and does so no more.</summary>
    Left,

    /// <summary>The lead asks no more.</summary>
    Withdrawn,
}

/// <summary>A co-host's part in a booking: asked or not, and what was answered.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.invitation")]
public sealed record Invitation
{
    /// <summary>Who.</summary>
    [Id(0)] public required AdvisorId Advisor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>True when the booking goes on without this co-host.</summary>
    [Id(2)] public bool IsOptional { get; init; }

    /// <summary>What became of it.</summary>
    [Id(3)] public InvitationAnswer Answer { get; init; }

    /// <summary>Who asked, and so does not answer.</summary>
    [Id(4)] public string? InvitedBy { get; init; }

    /// <summary>When it was answered.</summary>
    [Id(5)] public Instant? At { get; init; }

    /// <summary>The caller who answered.</summary>
    [Id(6)] public string? By { get; init; }

    /// <summary>Why, if said.</summary>
    [Id(7)] public string? Note { get; init; }
}

/// <summary>A co-host's answer.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.answer-invitation")]
public sealed record AnswerInvitation
{
    /// <summary>Who answers.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The co-host.</summary>
    [Id(2)] public required AdvisorId Advisor { get; init; }

    /// <summary>The answer.</summary>
    [Id(3)] public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(4)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>A co-host who takes part no more; the booking goes on.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.leave-booking")]
public sealed record LeaveBooking
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The co-host.</summary>
    [Id(2)] public required AdvisorId Advisor { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>Whose invitations an advisor accepts without being asked.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.set-invitation-policy")]
public sealed record SetInvitationPolicy
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>True for every network.</summary>
    [Id(1)] public required bool AcceptsAll { get; init; }

    /// <summary>These networks; at most 100.</summary>
    [Id(2)] public ImmutableArray<OrganizationId> Networks { get; init; } = [];

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}

/// <summary>Whose invitations an advisor accepts without being asked, as the advisor and the network's managers see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.invitation-policy-view")]
public sealed record InvitationPolicyView
{
    /// <summary>True for every network.</summary>
    [Id(0)] public required bool AcceptsAll { get; init; }

    /// <summary>These networks.</summary>
    [Id(1)] public required ImmutableArray<OrganizationId> Networks { get; init; }
}
