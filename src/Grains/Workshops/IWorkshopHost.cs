using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>
/// Whoever leads workshops. The attendees of each are a record of its own: never more with a place than there are places,
/// and places given in the order of arrival.
/// </summary>
[Alias("scheduling.workshop-host")]
public interface IWorkshopHost : IGrainWithStringKey
{
    /// <summary>Registers an attendee, for advisors and managers of the attendee's network. Once more gives what there is.</summary>
    [Alias("register-attendee")]
    Task<Outcome<WorkshopAnswer>> RegisterAttendeeAsync(RegisterAttendee command);

    /// <summary>Gives up a place or the waiting for one, for the attendee's network; whoever waits longest moves up.</summary>
    [Alias("cancel-registration")]
    Task<Outcome<WorkshopAnswer>> CancelRegistrationAsync(CancelRegistration command);

    /// <summary>Forgets an attendee, for the attendee's network. Whom nobody knows is forgotten already.</summary>
    [Alias("forget-attendee")]
    Task<Outcome<WorkshopAnswer>> ForgetAttendeeAsync(ForgetAttendee command);

    /// <summary>Records who came, from the start on, for the lead, co-hosts and managers of the lead's network.</summary>
    [Alias("record-attendance")]
    Task<Outcome<WorkshopAnswer>> RecordAttendanceAsync(RecordAttendance command);

    /// <summary>Changes how many attendees a workshop takes, for the lead and managers of the lead's network.</summary>
    [Alias("set-places")]
    Task<Outcome<WorkshopAnswer>> SetPlacesAsync(SetPlaces command);

    /// <summary>A workshop and how full it is, for any advisor or manager.</summary>
    [Alias("get-workshop")]
    Task<Outcome<WorkshopView>> GetWorkshopAsync(BookingId booking, Actor actor);

    /// <summary>The attendees that the caller may see, in order of arrival.</summary>
    [Alias("attendees")]
    Task<Outcome<Slice<AttendeeView>>> AttendeesAsync(BookingId booking, PageRequest page, Actor actor);

    /// <summary>The part of its story that the caller may see, oldest first.</summary>
    [Alias("workshop-history")]
    Task<Outcome<Slice<WorkshopEvent>>> WorkshopHistoryAsync(BookingId booking, PageRequest page, Actor actor);
}
