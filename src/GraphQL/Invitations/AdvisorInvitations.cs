using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Invitations;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Advisors;

/// <content>What waits for the advisor's answer, and what the advisor waits for.</content>
public sealed partial class Advisor
{
    /// <summary>Bookings that wait for this advisor's answer, by start: for the advisor and the network's managers.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Booking>> InvitationsAsync(int? first, string? after)
    {
        var waiting = await api.Grains.Get(view.Id).InvitationsAsync(Arguments.Page(first, after, Cursors.Moment()), api.Actor);
        return await Connections.LoadAsync<BookingId, Booking>(waiting.OrThrow(), api.FindVisibleAsync);
    }

    /// <summary>What this advisor asked to join, oldest first: for the advisor and the network's managers.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<JoinRequest>> JoinRequestsAsync(int? first, string? after)
    {
        var asked = await api.Grains.Get(view.Id).AskedToJoinAsync(Arguments.Page(first, after, Cursors.Moment()), api.Actor);
        return await Connections.LoadAsync<BookingId, JoinRequest>(asked.OrThrow(), FindJoinRequestAsync);
    }

    /// <summary>Whose invitations the advisor accepts without being asked: for the advisor and the network's managers.</summary>
    public async Task<InvitationPolicyOutput> InvitationPolicyAsync() =>
        new((await api.Grains.Get(view.Id).InvitationPolicyAsync(api.Actor)).OrThrow(), api);

    private async Task<JoinRequest?> FindJoinRequestAsync(BookingId booking) =>
        await api.Grains.Get(booking.Lead).JoinRequestAsync(booking, view.Id) is { } request ? new JoinRequest(request, api) : null;
}
