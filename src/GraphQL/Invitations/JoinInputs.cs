using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Invitations;

/// <summary>A request to join a booking that others lead: one of joinable and bookingId says which.</summary>
public sealed record AskToJoinInput : MutationInput
{
    /// <summary>The booking, as a SlotConflict named it.</summary>
    [Id] public string? Joinable { get; init; }

    /// <summary>The booking, where its identity is known.</summary>
    [Id] public string? BookingId { get; init; }

    /// <summary>Who would take part; an advisor asks for themself, a manager for their own network's advisors.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>What for; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class AskToJoinPayload : MutationPayload
{
    /// <summary>The request; null when refused.</summary>
    public JoinRequest? JoinRequest { get; init; }
}

/// <summary>The lead's answer to a request to join.</summary>
public sealed record AnswerJoinRequestInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>The advisor who asked.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class AnswerJoinRequestPayload : BookingPayload;
