using NodaTime;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Rooms;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Invitations;

/// <summary>An advisor's request to join a booking that others lead. It names room and time; the booking only to its parties.</summary>
public sealed class JoinRequest(JoinRequestView view, ApiRequest api)
{
    /// <summary>Who would take part.</summary>
    public Task<Advisor> AdvisorAsync() => api.FindAsync(view.Advisor).There(view.Advisor);

    /// <summary>The room.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(view.Room).There(view.Room);

    /// <summary>When the booking is, in the venue's zone.</summary>
    public PeriodOutput Period => view.Period.In(Zone);

    /// <summary>The booking, for those who may see it: as one of its co-hosts once the request is accepted.</summary>
    public Task<Booking?> BookingAsync() => api.FindVisibleAsync(view.Booking);

    /// <summary>What became of it.</summary>
    public JoinStatus Status => view.Status;

    /// <summary>When it was asked, in the venue's zone.</summary>
    public OffsetDateTime AskedAt => view.At.In(Zone);

    /// <summary>The caller who asked.</summary>
    public string AskedBy => view.By;

    /// <summary>What for, if said.</summary>
    public string? Note => view.Note;

    /// <summary>When it was answered, in the venue's zone.</summary>
    public OffsetDateTime? AnsweredAt => view.AnsweredAt?.In(Zone);

    /// <summary>What the lead said, if anything.</summary>
    public string? AnswerNote => view.AnswerNote;

    private DateTimeZone Zone => Zones.Of(view.TimeZone);
}
