using GraphQL;
using NodaTime;
using Scheduling.Grains.Rooms;

namespace Scheduling.Api.Rooms;

/// <summary>An owner's rules for a room. Null means no such rule.</summary>
public sealed record BookingPolicyInput
{
    /// <summary>Who says yes.</summary>
    [DefaultAstValue("INSTANT")]
    public ApprovalMode? Approval { get; init => field = value ?? ApprovalMode.Instant; } = ApprovalMode.Instant;

    /// <summary>How long before its start a booking has to be made, at least.</summary>
    public Duration? MinimumNotice { get; init; }

    /// <summary>How long before its start a booking can be made, at most.</summary>
    public Duration? MaximumAdvance { get; init; }

    /// <summary>The shortest booking.</summary>
    public Duration? MinimumDuration { get; init; }

    /// <summary>The longest booking.</summary>
    public Duration? MaximumDuration { get; init; }

    /// <summary>Time kept free before each booking.</summary>
    public Duration? SetupBuffer { get; init; }

    /// <summary>Time kept free after each booking.</summary>
    public Duration? TeardownBuffer { get; init; }

    /// <summary>How long a request or a consent may stay unanswered before it expires.</summary>
    [DefaultAstValue("\"PT48H\"")]
    public Duration? DecisionDeadline { get; init => field = value ?? Duration.FromHours(48); } = Duration.FromHours(48);

    /// <summary>
    /// How long after the start nobody may have checked in before the booking is a NO_SHOW and the rest of its slot is free;
    /// from PT1M. Without it a slot is kept whether somebody comes or not.
    /// </summary>
    public Duration? NoShowRelease { get; init; }

    internal BookingPolicy ToPolicy() => BookingPolicy.Default with
    {
        Approval = Approval ?? BookingPolicy.Default.Approval,
        MinimumNotice = MinimumNotice,
        MaximumAdvance = MaximumAdvance,
        MinimumDuration = MinimumDuration,
        MaximumDuration = MaximumDuration,
        SetupBuffer = SetupBuffer,
        TeardownBuffer = TeardownBuffer,
        DecisionDeadline = DecisionDeadline ?? BookingPolicy.Default.DecisionDeadline,
        NoShowRelease = NoShowRelease,
    };
}

/// <summary>An owner's rules for a room. Null means no such rule.</summary>
[Name("BookingPolicy")]
public sealed class BookingPolicyOutput(BookingPolicy policy)
{
    /// <summary>Who says yes.</summary>
    public ApprovalMode Approval => policy.Approval;

    /// <summary>How long before its start a booking has to be made, at least.</summary>
    public Duration? MinimumNotice => policy.MinimumNotice;

    /// <summary>How long before its start a booking can be made, at most.</summary>
    public Duration? MaximumAdvance => policy.MaximumAdvance;

    /// <summary>The shortest booking.</summary>
    public Duration? MinimumDuration => policy.MinimumDuration;

    /// <summary>The longest booking.</summary>
    public Duration? MaximumDuration => policy.MaximumDuration;

    /// <summary>Time kept free before each booking.</summary>
    public Duration? SetupBuffer => policy.SetupBuffer;

    /// <summary>Time kept free after each booking.</summary>
    public Duration? TeardownBuffer => policy.TeardownBuffer;

    /// <summary>How long a request or a consent may stay unanswered before it expires.</summary>
    public Duration DecisionDeadline => policy.DecisionDeadline;

    /// <summary>How long after the start nobody may have checked in before the booking is a NO_SHOW and the rest of its slot is free.</summary>
    public Duration? NoShowRelease => policy.NoShowRelease;
}
