using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Api.Workshops;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Api;

/// <content>Attendees of workshops.</content>
public sealed partial class Mutation
{
    /// <summary>
    /// Registers an attendee for a workshop, or has them wait for a place, in order of arrival: for advisors and managers
    /// of any network. The same reference again gives what there is.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Who, and for which workshop.</param>
    public static async Task<RegisterAttendeePayload> RegisterAttendeeAsync([FromRequest] ApiRequest api, RegisterAttendeeInput input)
    {
        var reader = new CommandReader(api, "registerAttendee", input);
        var (id, network) = (reader.Booking(input.BookingId, "bookingId"), OptionalNetwork(reader, input.NetworkId, "networkId"));
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).RegisterAttendeeAsync(new RegisterAttendee
        {
            Actor = api.Actor,
            Booking = id,
            Network = network,
            Reference = input.Reference,
            Key = reader.Key,
        }));
        var (workshop, attendees, errors) = Read(outcome, api);
        return new() { Workshop = workshop, Attendee = attendees.SingleOrDefault(), Errors = errors };
    }

    /// <summary>
    /// Gives up an attendee's place or waiting, for advisors and managers of the attendee's network. A place that is free
    /// is at once that of whoever waits longest.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Who, of which workshop, and why.</param>
    public static async Task<CancelRegistrationPayload> CancelRegistrationAsync([FromRequest] ApiRequest api, CancelRegistrationInput input)
    {
        var reader = new CommandReader(api, "cancelRegistration", input);
        var (id, network) = (reader.Booking(input.BookingId, "bookingId"), OptionalNetwork(reader, input.NetworkId, "networkId"));
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).CancelRegistrationAsync(new CancelRegistration
        {
            Actor = api.Actor,
            Booking = id,
            Network = network,
            Reference = input.Reference,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        var (workshop, attendees, errors) = Read(outcome, api);
        return new() { Workshop = workshop, Attendee = attendees.SingleOrDefault(), Errors = errors };
    }

    /// <summary>
    /// Takes every trace of an attendee away, for advisors and managers of the attendee's network: they leave the list and
    /// the story, and only the counts stay. Before the workshop their place is free.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Who, of which workshop.</param>
    public static async Task<ForgetAttendeePayload> ForgetAttendeeAsync([FromRequest] ApiRequest api, ForgetAttendeeInput input)
    {
        var reader = new CommandReader(api, "forgetAttendee", input);
        var (id, network) = (reader.Booking(input.BookingId, "bookingId"), OptionalNetwork(reader, input.NetworkId, "networkId"));
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).ForgetAttendeeAsync(new ForgetAttendee
        {
            Actor = api.Actor,
            Booking = id,
            Network = network,
            Reference = input.Reference,
        }));
        var (workshop, _, errors) = Read(outcome, api);
        return new() { Workshop = workshop, Errors = errors };
    }

    /// <summary>
    /// Records who came, from the start of the workshop on: for the lead, co-hosts and managers of the lead's network. What
    /// was recorded can be corrected.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What became of whom.</param>
    public static async Task<RecordAttendancePayload> RecordAttendanceAsync([FromRequest] ApiRequest api, RecordAttendanceInput input)
    {
        var reader = new CommandReader(api, "recordAttendance", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        ImmutableArray<AttendanceEntry> entries = [.. input.Attendances.Select((entry, place) => new AttendanceEntry
        {
            Network = OptionalNetwork(reader, entry.NetworkId, $"attendances.{place}.networkId"),
            Reference = entry.Reference,
            Attendance = entry.Attendance,
        })];
        if (reader.IsRefused)
            return new() { Attendees = [], Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).RecordAttendanceAsync(new RecordAttendance
        {
            Actor = api.Actor,
            Booking = id,
            Attendances = entries,
            Key = reader.Key,
        }));
        var (workshop, attendees, errors) = Read(outcome, api);
        return new() { Workshop = workshop, Attendees = attendees, Errors = errors };
    }

    /// <summary>
    /// Changes how many attendees a workshop takes, for its lead and managers of the lead's network. New places are those
    /// of whoever waits; fewer than are registered is refused.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which workshop, and how many.</param>
    public static async Task<SetPlacesPayload> SetPlacesAsync([FromRequest] ApiRequest api, SetPlacesInput input)
    {
        var reader = new CommandReader(api, "setPlaces", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).SetPlacesAsync(new SetPlaces
        {
            Actor = api.Actor,
            Booking = id,
            Places = input.Places,
            Key = reader.Key,
        }));
        var (workshop, _, errors) = Read(outcome, api);
        return new() { Workshop = workshop, Errors = errors };
    }

    private static OrganizationId? OptionalNetwork(CommandReader reader, string? text, string field) =>
        text is null ? null : reader.Network(text, field);

    private static (Workshop? Workshop, IReadOnlyList<Attendee> Attendees, IReadOnlyList<IMutationError> Errors) Read(
        Outcome<WorkshopAnswer> outcome, ApiRequest api)
    {
        var errors = outcome.Refusals.ToErrors(ConflictScene.None(api));
        if (outcome.Value is not { } answer)
            return (null, [], errors);
        var workshop = new Workshop(answer.Workshop, api);
        return (workshop, [.. answer.Attendees.Select(attendee => new Attendee(attendee, workshop.Zone, api))], errors);
    }
}
