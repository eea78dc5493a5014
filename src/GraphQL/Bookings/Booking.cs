using GraphQL;
using NodaTime;
using Scheduling.Api.Advisors;
using Scheduling.Api.Common;
using Scheduling.Api.Invitations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Workshops;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Bookings;

/// <summary>A room taken for a time, as its parties and the room's owner see it. Instants are in the venue's zone.</summary>
[Implements(typeof(INode))]
public sealed class Booking(BookingView view, ApiRequest api) : INode
{
    /// <summary>Its identity.</summary>
    [Id] public string Id => view.Id.Value;

    /// <summary>Which room.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(view.Room).There(view.Room);

    /// <summary>When.</summary>
    public PeriodOutput Period => view.Period.In(Zone);

    /// <summary>How many people come, the advisors not counted.</summary>
    public int Seats => view.Seats;

    /// <summary>The advisor who leads it.</summary>
    public Task<Advisor> AdvisorAsync() => api.FindAsync(view.Lead).There(view.Lead);

    /// <summary>The other advisors, who may be of other networks.</summary>
    [Complexity(1, 2)]
    public async Task<IReadOnlyList<Advisor>> CoHostsAsync() =>
        [.. (await Task.WhenAll(view.CoHosts.Select(api.FindAsync))).OfType<Advisor>()];

    /// <summary>Its title, if it has one.</summary>
    public string? Title => view.Title;

    /// <summary>What it is for.</summary>
    public BookingPurpose Purpose => view.Purpose;

    /// <summary>Where it stands.</summary>
    public BookingStatus Status => view.Status;

    /// <summary>What a PENDING booking still waits for.</summary>
    public IEnumerable<BookingStep> Awaiting => view.Awaiting;

    /// <summary>Until when those it waits for may answer; past that it expires, or goes on without optional co-hosts.</summary>
    public OffsetDateTime? AnswerBy => view.AnswerBy?.In(Zone);

    /// <summary>The co-hosts' parts: asked or not, and what was answered; also of some who take part no more.</summary>
    [Complexity(1, 2)]
    public IEnumerable<InvitationOutput> Invitations => view.Invitations.Select(part => new InvitationOutput(part, Zone, api));

    /// <summary>True when other advisors may ask to join.</summary>
    public bool OpenToJoin => view.OpenToJoin;

    /// <summary>Who asked to join, oldest first.</summary>
    [Complexity(1, 2)]
    public IEnumerable<JoinRequest> JoinRequests => view.JoinRequests.Select(request => new JoinRequest(request, api));

    /// <summary>When it was made.</summary>
    public OffsetDateTime CreatedAt => view.CreatedAt.In(Zone);

    /// <summary>Grows by one with each change.</summary>
    public long Version => view.Version;

    /// <summary>The series it is a date of; null for a single booking.</summary>
    [Id] public string? SeriesId => view.SeriesId?.Value;

    /// <summary>When somebody first checked in; null when nobody has.</summary>
    public OffsetDateTime? CheckedInAt => view.Presence?.CheckedInAt?.In(Zone);

    /// <summary>When they checked out; null when nobody has.</summary>
    public OffsetDateTime? CheckedOutAt => view.Presence?.CheckedOutAt?.In(Zone);

    /// <summary>How many people came, the advisors not counted, as last said at a check-in; null when nobody checked in.</summary>
    public int? PeoplePresent => view.Presence?.People;

    /// <summary>The place on a waiting list that it was offered to or got; null when it was booked directly.</summary>
    [Id] public string? WaitlistEntryId => view.Offer?.Entry.Value;

    /// <summary>Its story, oldest first.</summary>
    [Complexity(1, 5)]
    public IEnumerable<BookingEventOutput> History => view.History.Select(step => new BookingEventOutput(step, Zone));

    /// <summary>Its places and attendees; null unless it is a WORKSHOP.</summary>
    public async Task<Workshop?> WorkshopAsync() =>
        view.Purpose == BookingPurpose.Workshop ? await api.FindWorkshopAsync(view.Id) : null;

    private DateTimeZone Zone => Zones.Of(view.TimeZone);
}

/// <summary>One step of a booking's story.</summary>
[Name("BookingEvent")]
public sealed class BookingEventOutput(BookingEvent step, DateTimeZone zone)
{
    /// <summary>When, in the venue's zone.</summary>
    public OffsetDateTime At => step.At.In(zone);

    /// <summary>What the booking became.</summary>
    public BookingStatus Status => step.Status;

    /// <summary>The caller who did it.</summary>
    public string By => step.By;

    /// <summary>Why, if said.</summary>
    public string? Note => step.Note;
}
