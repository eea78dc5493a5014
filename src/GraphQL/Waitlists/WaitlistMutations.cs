using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Api.Waitlists;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Waits for a room. When a slot frees, the first on the list whose advisor is free gets an offer that holds it, or has it
    /// booked outright; a slot that is free already is offered at once. An advisor waits for themself, a manager for their own
    /// network's advisors.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to wait for.</param>
    public static async Task<JoinWaitlistPayload> JoinWaitlistAsync([FromRequest] ApiRequest api, JoinWaitlistInput input)
    {
        var reader = new CommandReader(api, "joinWaitlist", input);
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        var room = reader.Id<RoomId>(input.RoomId, "roomId");
        var (window, length) = reader.Wish(input);
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.WaitlistOf(room).JoinAsync(new JoinWaitlist
        {
            Actor = api.Actor,
            Advisor = advisor,
            Window = window,
            Length = length,
            Seats = input.Seats,
            Purpose = input.Purpose ?? BookingPurpose.Workshop,
            Title = input.Title,
            BookOutright = input.BookOutright ?? false,
            OfferHold = input.OfferHold ?? Duration.FromHours(2),
            Key = reader.Key,
        }));
        return new() { Entry = EntryOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    /// <summary>Gives a place on a waiting list up; an offer under way is declined. For the advisor and managers of the network.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which place.</param>
    public static async Task<LeaveWaitlistPayload> LeaveWaitlistAsync([FromRequest] ApiRequest api, LeaveWaitlistInput input)
    {
        var reader = new CommandReader(api, "leaveWaitlist", input);
        var entry = reader.WaitlistEntry(input.EntryId, "entryId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.WaitlistOf(entry.Room).LeaveAsync(
            new LeaveWaitlist { Actor = api.Actor, Entry = entry, Reason = input.Reason, Key = reader.Key }));
        return new() { Entry = EntryOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    /// <summary>
    /// Accepts or declines what a waiting list offers, for the lead and managers of the lead's network. Accepted, the booking
    /// is CONFIRMED, or waits for the owner where the owner decides; declined, its slot goes to the next who waits.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and the answer.</param>
    public static async Task<AnswerOfferPayload> AnswerOfferAsync([FromRequest] ApiRequest api, AnswerOfferInput input)
    {
        var reader = new CommandReader(api, "answerOffer", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).AnswerOfferAsync(new AnswerOffer
        {
            Actor = api.Actor,
            Booking = id,
            Decision = input.Decision,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    private static WaitlistEntry? EntryOf(Outcome<WaitlistEntryView> outcome, ApiRequest api) =>
        outcome.Value is { } view ? new WaitlistEntry(view, api) : null;
}
