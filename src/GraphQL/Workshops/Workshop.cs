using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Api.Workshops;

/// <summary>
/// A collective workshop: what it is and how full, for any advisor or manager, who may fill it. Its attendees are seen by
/// its parties and by the network that named them. Instants are in the venue's zone.
/// </summary>
public sealed class Workshop(WorkshopView view, ApiRequest api)
{
    /// <summary>The booking that it is.</summary>
    [Id] public string BookingId => view.Booking.Value;

    /// <summary>Its title, if it has one.</summary>
    public string? Title => view.Title;

    /// <summary>Which room.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(view.Room).There(view.Room);

    /// <summary>When.</summary>
    public PeriodOutput Period => view.Period.In(Zone);

    /// <summary>Where its booking stands.</summary>
    public BookingStatus Status => view.Status;

    /// <summary>How many attendees it takes: as many as the booking has seats, unless somebody said otherwise.</summary>
    public int Places => view.Places;

    /// <summary>How many have a place, whatever was recorded of them later. Whoever was forgotten since the start counts.</summary>
    public int Registered => view.Counts.Registered;

    /// <summary>How many wait for a place.</summary>
    public int Waiting => view.Counts.Waiting;

    /// <summary>Of those with a place, how many came.</summary>
    public int Attended => view.Counts.Attended;

    /// <summary>Of those with a place, how many did not come.</summary>
    public int Absent => view.Counts.Absent;

    /// <summary>Of those with a place, how many did not come and said so.</summary>
    public int Excused => view.Counts.Excused;

    /// <summary>
    /// The attendees in order of arrival: all of them for the lead, co-hosts and their networks' managers, for others those
    /// of their own network.
    /// </summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Attendee>> AttendeesAsync(int? first, string? after)
    {
        var page = Arguments.Page(first, after, Cursors.Place());
        var found = await api.Grains.Get(view.Booking.Lead).AttendeesAsync(view.Booking, page, api.Actor);
        return await Connections.LoadAsync<AttendeeView, Attendee>(
            found.OrThrow(), attendee => Task.FromResult<Attendee?>(new Attendee(attendee, Zone, api)));
    }

    /// <summary>Its story, oldest first, as far as it is about attendees that the caller sees.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<WorkshopEvent>> HistoryAsync(int? first, string? after)
    {
        var page = Arguments.Page(first, after, Cursors.Place());
        var found = await api.Grains.Get(view.Booking.Lead).WorkshopHistoryAsync(view.Booking, page, api.Actor);
        return await Connections.LoadAsync<Grains.Workshops.WorkshopEvent, WorkshopEvent>(
            found.OrThrow(), step => Task.FromResult<WorkshopEvent?>(new WorkshopEvent(step, Zone, api)));
    }

    internal DateTimeZone Zone => Zones.Of(view.TimeZone);
}

/// <summary>Somebody who comes to a workshop, by a reference that their network chose. The server knows no name.</summary>
public sealed class Attendee(AttendeeView view, DateTimeZone zone, ApiRequest api)
{
    /// <summary>The network that named them.</summary>
    public async Task<Network> NetworkAsync() => (Network)await api.FindAsync(view.Network).There(view.Network);

    /// <summary>What that network calls them.</summary>
    public string Reference => view.Reference;

    /// <summary>Where they stand.</summary>
    public AttendeeStatus Status => view.Status;

    /// <summary>Their place among those who wait, from 1; null for those who do not.</summary>
    public int? Position => view.Position;

    /// <summary>When they were registered, in the venue's zone.</summary>
    public OffsetDateTime RegisteredAt => view.RegisteredAt.In(zone);
}

/// <summary>One step of a workshop's story.</summary>
public sealed class WorkshopEvent(Grains.Workshops.WorkshopEvent step, DateTimeZone zone, ApiRequest api)
{
    /// <summary>When, in the venue's zone.</summary>
    public OffsetDateTime At => step.At.In(zone);

    /// <summary>What happened.</summary>
    public WorkshopStep What => step.What;

    /// <summary>The caller who did it; system for a promotion.</summary>
    public string By => step.By;

    /// <summary>Whose attendee it was.</summary>
    public async Task<Network?> NetworkAsync() => step.Network is { } id ? await api.FindAsync(id) as Network : null;

    /// <summary>Which attendee; null for one who was forgotten.</summary>
    public string? Reference => step.Reference;

    /// <summary>Why, if said.</summary>
    public string? Note => step.Note;

    /// <summary>How many places there are from then on.</summary>
    public int? Places => step.Places;
}
