using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Invitations;
using Scheduling.Api.Security;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <content>Advisors who ask to join what others lead.</content>
public sealed partial class Mutation
{
    /// <summary>
    /// Asks to take part in a booking that others lead, and that takes such requests. An advisor asks for themself, a manager
    /// for their own network's advisors. Asked again it is the same request.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and who would take part.</param>
    public static async Task<AskToJoinPayload> AskToJoinAsync([FromRequest] ApiRequest api, AskToJoinInput input)
    {
        var reader = new CommandReader(api, "askToJoin", input);
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        var (reference, booking) = reader.JoinableOrBooking(input.Joinable, input.BookingId);
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(advisor).AskToJoinAsync(new AskToJoin
        {
            Actor = api.Actor,
            Reference = reference,
            Booking = booking,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            JoinRequest = outcome.Value is { } view ? new JoinRequest(view, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// The answer to a request to join, for the lead and managers of the lead's network. ACCEPT makes the advisor a co-host
    /// when everything can be had anew for one more; on a refusal booking and request stay as they were.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, who asked, and the answer.</param>
    public static async Task<AnswerJoinRequestPayload> AnswerJoinRequestAsync(
        [FromRequest] ApiRequest api, AnswerJoinRequestInput input)
    {
        var reader = new CommandReader(api, "answerJoinRequest", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).AnswerAsync(new AnswerJoinRequest
        {
            Actor = api.Actor,
            Booking = id,
            Advisor = advisor,
            Decision = input.Decision,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api) with { ZoneAsync = () => ZoneOfAsync(id, api) }),
        };
    }

    private static async Task<DateTimeZone> ZoneOfAsync(BookingId id, ApiRequest api) =>
        await api.FindViewAsync(id) is { } booking ? Zones.Of(booking.TimeZone) : DateTimeZone.Utc;
}
