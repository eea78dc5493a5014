using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>An absence in force, and how to answer when it is asked for again.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.absence-record")]
internal sealed record AbsenceRecord
{
    /// <summary>The absence.</summary>
    [Id(0)] public required Unavailability Unavailability { get; init; }

    /// <summary>The key it was made with.</summary>
    [Id(1)] public RequestKey? Key { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    [Id(2)] public ImmutableArray<BookingId> Cancelled { get; init; } = [];
}

/// <summary>An absence on its way.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.pending-absence")]
internal sealed record PendingAbsence : IPendingChange<PendingAbsence>
{
    /// <summary>The absence.</summary>
    [Id(0)] public required Unavailability Unavailability { get; init; }

    /// <inheritdoc/>
    [Id(1)] public required bool CancelBookings { get; init; }

    /// <inheritdoc/>
    [Id(2)] public required Actor Actor { get; init; }

    /// <inheritdoc/>
    [Id(3)] public RequestKey? Key { get; init; }

    /// <inheritdoc/>
    [Id(4)] public ImmutableArray<BookingId> Bookings { get; init; } = [];

    public static string Operation => nameof(AddUnavailability);

    public string ChangeId => Unavailability.Id.Value;

    public string? Reason => Unavailability.Reason;

    public PendingAbsence WithBookings(ImmutableArray<BookingId> bookings) => this with { Bookings = bookings };
}

/// <summary>New settings on their way.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.pending-advisor-update")]
internal sealed record PendingAdvisorUpdate : IPendingChange<PendingAdvisorUpdate>
{
    /// <inheritdoc/>
    [Id(0)] public required string ChangeId { get; init; }

    /// <summary>The name as it will be.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The working hours as they will be.</summary>
    [Id(2)] public required ImmutableArray<WeeklyHours> WorkingHours { get; init; }

    /// <inheritdoc/>
    [Id(3)] public required bool CancelBookings { get; init; }

    /// <inheritdoc/>
    [Id(4)] public required Actor Actor { get; init; }

    /// <inheritdoc/>
    [Id(5)] public RequestKey? Key { get; init; }

    /// <inheritdoc/>
    [Id(6)] public string? Reason { get; init; }

    /// <inheritdoc/>
    [Id(7)] public ImmutableArray<BookingId> Bookings { get; init; } = [];

    public static string Operation => nameof(UpdateAdvisor);

    public PendingAdvisorUpdate WithBookings(ImmutableArray<BookingId> bookings) => this with { Bookings = bookings };
}
