using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Invitations;
using Scheduling.Api.Security;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <content>What co-hosts answer.</content>
public sealed partial class Mutation
{
    /// <summary>
    /// A co-host's answer to a PENDING booking, for the co-host and managers of the co-host's network. Nobody answers an
    /// invitation they made. One DECLINE ends the booking, unless the lead marked this co-host as optional.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, who, and the answer.</param>
    public static async Task<AnswerInvitationPayload> AnswerInvitationAsync(
        [FromRequest] ApiRequest api, AnswerInvitationInput input)
    {
        var reader = new CommandReader(api, "answerInvitation", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).AnswerAsync(new AnswerInvitation
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
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// Takes a co-host out of a booking until it begins, for the co-host and managers of the co-host's network. The booking
    /// goes on; the co-host's time is free again.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, who, and why.</param>
    public static async Task<LeaveBookingPayload> LeaveBookingAsync([FromRequest] ApiRequest api, LeaveBookingInput input)
    {
        var reader = new CommandReader(api, "leaveBooking", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).LeaveAsync(new LeaveBooking
        {
            Actor = api.Actor,
            Booking = id,
            Advisor = advisor,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// Sets whose invitations an advisor accepts without being asked, from the next invitation on: for the advisor and
    /// managers of the network.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Whose, and whom they accept.</param>
    public static async Task<SetInvitationPolicyPayload> SetInvitationPolicyAsync(
        [FromRequest] ApiRequest api, SetInvitationPolicyInput input)
    {
        var reader = new CommandReader(api, "setInvitationPolicy", input);
        var advisor = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        ImmutableArray<OrganizationId> networks =
            [.. (input.NetworkIds ?? []).Select((network, index) => reader.Network(network, $"networkIds.{index}"))];
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(advisor).SetInvitationPolicyAsync(new SetInvitationPolicy
        {
            Actor = api.Actor,
            AcceptsAll = input.AcceptAll,
            Networks = networks,
            Key = reader.Key,
        }));
        return new()
        {
            Advisor = outcome.Value is { } view ? new Advisor(view, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}
