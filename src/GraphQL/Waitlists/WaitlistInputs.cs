using GraphQL;
using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Waitlists;

/// <summary>A wish for a room: either a period, or a window and a length.</summary>
public sealed record JoinWaitlistInput : MutationInput
{
    /// <summary>Which room.</summary>
    [Id] public required string RoomId { get; init; }

    /// <summary>The very period wanted, at most 7 days; not together with a window.</summary>
    public PeriodInput? Period { get; init; }

    /// <summary>When any slot of the length will do, at most 31 days. Slots begin at quarters of an hour.</summary>
    public PeriodInput? Window { get; init; }

    /// <summary>How long a slot within the window has to be.</summary>
    public Duration? Length { get; init; }

    /// <summary>How many people come, the advisor not counted.</summary>
    public required int Seats { get; init; }

    /// <summary>Who would lead the booking; an advisor waits for themself, a manager for their own network's advisors.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Books the first slot that fits, without asking back.</summary>
    [DefaultAstValue("false")]
    public bool? BookOutright { get; init => field = value ?? false; } = false;

    /// <summary>How long an offer is held for an answer, PT5M to P7D; never past its start.</summary>
    [DefaultAstValue("\"PT2H\"")]
    public Duration? OfferHold { get; init => field = value ?? Duration.FromHours(2); } = Duration.FromHours(2);

    /// <summary>What it is for.</summary>
    [DefaultAstValue("WORKSHOP")]
    public BookingPurpose? Purpose { get; init => field = value ?? BookingPurpose.Workshop; } = BookingPurpose.Workshop;

    /// <summary>The booking's title, at most 200 characters.</summary>
    public string? Title { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class JoinWaitlistPayload : MutationPayload
{
    /// <summary>The place on the list, which may have an offer already; null when refused.</summary>
    public WaitlistEntry? Entry { get; init; }
}

/// <summary>A place to give up.</summary>
public sealed record LeaveWaitlistInput : MutationInput
{
    /// <summary>Which place.</summary>
    [Id] public required string EntryId { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class LeaveWaitlistPayload : MutationPayload
{
    /// <summary>The place as it is now; null when refused.</summary>
    public WaitlistEntry? Entry { get; init; }
}

/// <summary>The answer to an offer.</summary>
public sealed record AnswerOfferInput : MutationInput
{
    /// <summary>The booking that is offered.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class AnswerOfferPayload : BookingPayload;
