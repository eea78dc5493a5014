using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>Two networks that come to share a room, over HTTP.</summary>
public sealed class CoHostTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    [Fact]
    public async Task Answer_CoHostOfAnotherNetwork_ConfirmsOrEndsIt()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, lead, guest) = (await town.RoomAsync(), await town.Post.HireAsync(), await town.Emmaus.HireAsync());

        var asked = (await lead.BookAsync(room, s_morning, coHosts: [guest])).Accepted();

        Assert.Equal("PENDING", asked.Text("booking.status"));
        var waiting = (await guest.Caller.QueryAsync(
            "query($id: ID!) { advisor(id: $id) { invitations { nodes { id awaiting } } } }", new { id = guest.Id }))
            .List("advisor.invitations.nodes");
        Assert.Equal((asked.Text("booking.id"), "CO_HOST_CONSENT"), (Assert.Single(waiting).Text("id"), waiting[0].Text("awaiting.0")));
        Assert.Equal(["FORBIDDEN"], (await AnswerAsync(lead.Caller, asked, guest, "ACCEPT")).Codes());
        Assert.Equal("CONFIRMED", (await AnswerAsync(guest.Caller, asked, guest, "ACCEPT")).Accepted().Text("booking.status"));
        var other = (await lead.BookAsync(room, s_morning.Later(1), coHosts: [guest])).Accepted();
        Assert.Equal("DECLINED", (await AnswerAsync(town.Emmaus.Manager, other, guest, "DECLINE")).Accepted().Text("booking.status"));
        Assert.Empty(await town.BookingsAsync(room, s_morning.Later(1)));
    }

    [Fact]
    public async Task AskToJoin_WhatStandsInTheWay_BecomesOneBookingOfTwoNetworks()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, lead, guest) = (await town.RoomAsync(), await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        var booked = (await lead.BookAsync(room, s_morning)).Accepted().Text("booking.id");
        var refused = await guest.Caller.QueryAsync(
            "mutation($input: BookRoomInput!) { bookRoom(input: $input) { errors { code ... on SlotConflict { conflicts { joinable } } } } }",
            new { input = guest.Booking(room, s_morning) });
        var joinable = refused.Text("bookRoom.errors.0.conflicts.0.joinable");
        Assert.DoesNotContain(lead.Id["advisor-".Length..], joinable, StringComparison.Ordinal);

        var asking = new { joinable, advisorId = guest.Id, note = "À deux ?", idempotencyKey = "join" };
        var asked = (await guest.Caller.MutateAsync("askToJoin", asking)).Accepted();

        Assert.Equal("PENDING", asked.Text("joinRequest.status"));
        Assert.True(asked.IsNull("joinRequest.booking"));
        var accepted = await lead.Caller.MutateAsync(
            "answerJoinRequest", new { bookingId = booked, advisorId = guest.Id, decision = "ACCEPT" });
        Assert.Equal([guest.Id], accepted.Accepted().List("booking.coHosts").Select(coHost => coHost.Text("id")));
        var known = (await guest.Caller.MutateAsync("askToJoin", asking)).Accepted();
        Assert.Equal(("ACCEPTED", booked), (known.Text("joinRequest.status"), known.Text("joinRequest.booking.id")));
    }

    private static Task<JsonElement> AnswerAsync(Caller caller, JsonElement booked, Advisor coHost, string decision) =>
        caller.MutateAsync("answerInvitation", new { bookingId = booked.Text("booking.id"), advisorId = coHost.Id, decision });
}
