using GraphQL;
using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Grains.Advisors;

namespace Scheduling.Api.Advisors;

/// <summary>A time in which an advisor is away; others see only that the advisor is busy.</summary>
[Name("Unavailability")]
public sealed class UnavailabilityOutput(Unavailability absence, DateTimeZone zone)
{
    /// <summary>Its identity.</summary>
    [Id] public string Id => absence.Id.Value;

    /// <summary>When, in the advisor's zone.</summary>
    public PeriodOutput Period => absence.Period.In(zone);

    /// <summary>Why.</summary>
    public string? Reason => absence.Reason;
}

/// <summary>
/// A time in which an advisor is away. Refused when bookings stand in it, led or co-hosted, unless cancelBookings is true:
/// then they are cancelled with this reason.
/// </summary>
public sealed record AddUnavailabilityInput : MutationInput
{
    /// <summary>Which advisor.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>When, at most 366 days.</summary>
    public required PeriodInput Period { get; init; }

    /// <summary>Why; the advisor, the network's managers and the parties of cancelled bookings see it.</summary>
    public string? Reason { get; init; }

    /// <summary>Cancel the bookings that stand in the period.</summary>
    [DefaultAstValue("false")]
    public bool? CancelBookings { get; init => field = value ?? false; } = false;
}

/// <summary>What came of it.</summary>
public sealed class AddUnavailabilityPayload : MutationPayload
{
    /// <summary>The absence; null when refused.</summary>
    public UnavailabilityOutput? Unavailability { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    public IReadOnlyList<Booking> Cancelled { get; init; } = [];
}

/// <summary>An absence to take back.</summary>
public sealed record RemoveUnavailabilityInput : MutationInput
{
    /// <summary>Which advisor.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Which of the absences.</summary>
    [Id] public required string UnavailabilityId { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RemoveUnavailabilityPayload : MutationPayload
{
    /// <summary>The absence that is no more; null when refused.</summary>
    public UnavailabilityOutput? Unavailability { get; init; }
}

/// <summary>
/// Other settings of an advisor; whatever is left out, or null, stays as it is. Bookings that stand outside of the new
/// working hours refuse the change, unless cancelBookings is true: then they are cancelled with this reason.
/// </summary>
public sealed record UpdateAdvisorInput : MutationInput
{
    /// <summary>Which advisor.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>The advisor's name, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>All of the working hours; an empty list means that there is no such rule.</summary>
    public IReadOnlyList<WeeklyHoursInput>? WorkingHours { get; init; }

    /// <summary>Cancel the bookings that the change would break.</summary>
    [DefaultAstValue("false")]
    public bool? CancelBookings { get; init => field = value ?? false; } = false;

    /// <summary>Why; cancelled bookings show it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class UpdateAdvisorPayload : MutationPayload
{
    /// <summary>The advisor as they are now; null when refused.</summary>
    public Advisor? Advisor { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    public IReadOnlyList<Booking> Cancelled { get; init; } = [];
}
