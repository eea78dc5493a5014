using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>An advisor's request to join a booking, as its lead stores it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.join-request")]
internal sealed record JoinRequest
{
    /// <summary>Who would take part.</summary>
    [Id(0)] public required AdvisorId Advisor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>The caller who asked.</summary>
    [Id(2)] public required string By { get; init; }

    /// <summary>What for.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(4)] public required Instant At { get; init; }

    /// <summary>The key it was asked with.</summary>
    [Id(5)] public RequestKey? Key { get; init; }

    /// <summary>The lead's answer; null while there is none.</summary>
    [Id(6)] public Decision? Answer { get; init; }

    /// <summary>When it was answered.</summary>
    [Id(7)] public Instant? AnsweredAt { get; init; }

    /// <summary>What the lead said.</summary>
    [Id(8)] public string? AnswerNote { get; init; }

    /// <summary>As both sides see it.</summary>
    public JoinRequestView ToView(BookingRecord booking) => new()
    {
        Booking = booking.Id,
        Room = booking.Room,
        Period = booking.Period,
        TimeZone = booking.Facts.TimeZone,
        Advisor = Advisor,
        By = By,
        Note = Note,
        At = At,
        Status = Answer switch
        {
            Decision.Accept => JoinStatus.Accepted,
            Decision.Decline => JoinStatus.Declined,
            null => booking.Status is BookingStatus.Pending or BookingStatus.Confirmed ? JoinStatus.Pending : JoinStatus.Expired,
            _ => throw new InvalidOperationException($"{Answer} is no answer."),
        },
        AnsweredAt = AnsweredAt,
        AnswerNote = AnswerNote,
    };
}
