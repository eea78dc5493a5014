using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Invitations;

/// <summary>A co-host's answer.</summary>
public sealed record AnswerInvitationInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>The co-host who answers.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class AnswerInvitationPayload : BookingPayload;

/// <summary>A co-host who takes part no more.</summary>
public sealed record LeaveBookingInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>The co-host who leaves.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class LeaveBookingPayload : BookingPayload;

/// <summary>Whose invitations an advisor accepts without being asked.</summary>
public sealed record SetInvitationPolicyInput : MutationInput
{
    /// <summary>Which advisor.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>True for every network.</summary>
    public required bool AcceptAll { get; init; }

    /// <summary>These networks, at most 100; none unless said.</summary>
    [Id] public IReadOnlyList<string>? NetworkIds { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class SetInvitationPolicyPayload : MutationPayload
{
    /// <summary>The advisor; null when refused.</summary>
    public Advisor? Advisor { get; init; }
}
