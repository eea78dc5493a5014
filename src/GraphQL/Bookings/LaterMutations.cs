using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <content>Served so that clients can be written against them; they refuse until they open.</content>
public sealed partial class Mutation
{
    /// <summary>
    /// Moves a booking: takes the new slot and gives up the old one as one step; on a refusal the old one still stands.
    /// Not open yet: always refused with WRONG_STATE.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and where to.</param>
    public static RescheduleBookingPayload RescheduleBooking([FromRequest] ApiRequest api, RescheduleBookingInput input) =>
        new() { Errors = NotOpen(api) };

    /// <summary>A co-host's answer to a PENDING booking. Not open yet: always refused with WRONG_STATE.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and the answer.</param>
    public static AnswerInvitationPayload AnswerInvitation([FromRequest] ApiRequest api, AnswerInvitationInput input) =>
        new() { Errors = NotOpen(api) };

    /// <summary>Says that the people have come. Not open yet: always refused with WRONG_STATE.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking.</param>
    public static CheckInPayload CheckIn([FromRequest] ApiRequest api, CheckInInput input) =>
        new() { Errors = NotOpen(api) };

    /// <summary>Says that the people have gone. Not open yet: always refused with WRONG_STATE.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking.</param>
    public static CheckOutPayload CheckOut([FromRequest] ApiRequest api, CheckOutInput input) =>
        new() { Errors = NotOpen(api) };

    private static IReadOnlyList<IMutationError> NotOpen(ApiRequest api) =>
        [Refusal.Plain(RefusalCode.WrongState, "This operation is not open yet.").ToError(ConflictScene.None(api))];
}
