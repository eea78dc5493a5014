using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>An advisor who runs into another's booking asks to join it.</summary>
public sealed class JoinTests(GrainCluster cluster)
{
    [Fact]
    public async Task AskToJoin_ByAConflictsReference_WaitsForTheLeadOnce()
    {
        var (guests, booked) = await SceneAsync();
        var asking = await guests.AskingAsync();

        var asked = (await GuestOf(guests).AskToJoinAsync(asking)).Value!;
        var again = (await GuestOf(guests).AskToJoinAsync(asking)).Value!;
        var other = (await GuestOf(guests).AskToJoinAsync(asking with { Key = null })).Value!;

        Assert.Equal(JoinStatus.Pending, asked.Status);
        Assert.Equal(asked, again);
        Assert.Equal(asked, other);
        var seen = await guests.LookAsync(booked);
        Assert.Equal((2L, "À deux ?", guests.Guest.Value), (seen.Version, seen.History[^1].Note, seen.History[^1].By));
        Assert.Equal(asked, Assert.Single(seen.JoinRequests));
        Assert.Equal([RefusalCode.IdempotencyMismatch],
            (await GuestOf(guests).AskToJoinAsync(asking with { Key = asking.Key! with { Fingerprint = "other" } })).Codes());
    }

    [Fact]
    public async Task AnswerJoin_Accept_TheAskerIsACoHostAndAgreedAlready()
    {
        var (guests, booked) = await SceneAsync();
        var asking = await guests.AskingAsync();
        await GuestOf(guests).AskToJoinAsync(asking);

        var admitted = (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value!;

        Assert.Equal((BookingStatus.Confirmed, InvitationAnswer.Accepted), (admitted.Status, admitted.Invitations.Single().Answer));
        Assert.Equal([guests.Guest], admitted.CoHosts);
        Assert.False(await guests.IsFreeAsync(guests.Guest));
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.NotNull((await guests.LeadGrain.GetBookingAsync(booked.Id, Guests.Self(guests.Guest))).Value);
        // The reference is void by now; its key still tells what became of it, also after a restart.
        await cluster.ReactivateAsync(GuestOf(guests));
        Assert.Equal((JoinStatus.Accepted, "réponse"), await StatusAsync(guests, asking));
        Assert.Equal([RefusalCode.NotFound], (await GuestOf(guests).AskToJoinAsync(asking with { Key = null })).Codes());
        Assert.Equal(admitted.Version, (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value!.Version);
    }

    [Fact]
    public async Task AnswerJoin_Decline_TheAskerLearnsItAndIsNotAskedForAgain()
    {
        var (guests, booked) = await SceneAsync();
        var asking = await guests.AskingAsync();
        await GuestOf(guests).AskToJoinAsync(asking);

        await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Decline));

        Assert.Equal((JoinStatus.Declined, "réponse"), await StatusAsync(guests, asking));
        Assert.Equal([RefusalCode.WrongState], (await GuestOf(guests).AskToJoinAsync(asking with { Key = null })).Codes());
        Assert.Equal([booked.Id], await AskedAsync(guests));
        Assert.Equal(JoinStatus.Declined, (await guests.LeadGrain.JoinRequestAsync(booked.Id, guests.Guest))!.Status);
        Assert.Equal([RefusalCode.Forbidden], (await guests.LeadGrain.GetBookingAsync(booked.Id, Guests.Self(guests.Guest))).Codes());
    }

    [Fact]
    public async Task AnswerJoin_AskerBusyMeanwhile_BookingAndRequestStayAsTheyWere()
    {
        var (guests, booked) = await SceneAsync();
        await GuestOf(guests).AskToJoinAsync(await guests.AskingAsync());
        var elsewhere = await cluster.BookedAsync(guests.Guest, A.Booking(await cluster.NewRoomAsync()));

        var refused = await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept));

        Assert.Equal([RefusalCode.AdvisorBusy], refused.Codes());
        Assert.Equal((2L, JoinStatus.Pending), ((await guests.LookAsync(booked)).Version, (await guests.LookAsync(booked)).JoinRequests.Single().Status));
        await cluster.CancelAsync(elsewhere.Id);
        Assert.NotNull((await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value);
    }

    [Fact]
    public async Task AskToJoin_AskerBusy_IsRefusedAtOnceAndLeavesNothing()
    {
        var (guests, booked) = await SceneAsync();
        var asking = await guests.AskingAsync();
        await cluster.BookedAsync(guests.Guest, A.Booking(await cluster.NewRoomAsync()));

        var refused = await GuestOf(guests).AskToJoinAsync(asking);

        Assert.Equal([RefusalCode.AdvisorBusy], refused.Codes());
        Assert.Equal(1, (await guests.LookAsync(booked)).Version);
        Assert.Empty(await AskedAsync(guests));
    }

    [Fact]
    public async Task AnswerJoin_RoomOnRequest_AsksItsOwnerAgain()
    {
        var (guests, booked) = await SceneAsync(ApprovalMode.OnRequest);
        await GuestOf(guests).AskToJoinAsync(await guests.AskingAsync());
        var decide = new DecideBooking { Actor = Guests.ManagerOf(guests.Owner), Booking = booked.Id, Decision = Decision.Accept };
        await guests.LeadGrain.DecideAsync(decide);

        var admitted = (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value!;

        Assert.Equal([BookingStep.OwnerDecision], admitted.Awaiting);
        // Whoever asked for it as it is now does not decide on it.
        Assert.Equal([RefusalCode.Forbidden], (await guests.LeadGrain.DecideAsync(
            decide with { Actor = Guests.ManagerOf(guests.Owner, guests.Guest.Value) })).Codes());
        Assert.Equal(BookingStatus.Confirmed, (await guests.LeadGrain.DecideAsync(decide)).Value!.Status);
    }

    [Fact]
    public async Task AnswerJoin_AThirdNetworkHasAgreed_IsNotAskedAgain()
    {
        var guests = await Guests.NewAsync(cluster);
        var booked = await guests.BookedAsync(guests.Together with { CoHosts = [guests.Other] });
        await guests.AnswerAsync(booked, Decision.Accept, guests.Other);
        await GuestOf(guests).AskToJoinAsync(await guests.AskingAsync());

        var admitted = (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value!;

        Assert.Equal(BookingStatus.Confirmed, admitted.Status);
        Assert.Equal([guests.Other, guests.Guest], admitted.CoHosts);
    }

    [Fact]
    public async Task AnswerJoin_MeetsCancel_TheyDoNotMix()
    {
        var (guests, booked) = await SceneAsync();
        await GuestOf(guests).AskToJoinAsync(await guests.AskingAsync());

        var answer = guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept));
        var cancelled = await cluster.CancelAsync(booked.Id);
        var answered = await answer;

        Assert.Equal(BookingStatus.Cancelled, cancelled.Value!.Status);
        Assert.True(answered.Value is not null || answered.Codes() is [RefusalCode.WrongState]);
        Assert.True(await guests.IsFreeAsync(guests.Guest));
        Assert.Equal(FreeBusyState.Free, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
    }

    [Fact]
    public async Task Book_TakenByWhatTakesNoRequests_NamesNothingToJoin()
    {
        var guests = await Guests.NewAsync(cluster);
        var booked = await guests.BookedAsync(guests.Together with { CoHosts = [], OpenToJoin = false });

        var conflict = Assert.IsType<ConflictRefusal>(Assert.Single((await cluster.BookAsync(guests.Guest, A.Booking(guests.Room))).Refusals));

        Assert.All(conflict.Conflicts, taken => Assert.Null(taken.Joinable));
        Assert.Equal([RefusalCode.Forbidden], (await GuestOf(guests).AskToJoinAsync(
            new AskToJoin { Actor = Guests.Self(guests.Guest), Booking = booked.Id })).Codes());
    }

    [Fact]
    public async Task AskToJoin_ForAnother_IsForbidden()
    {
        var (guests, booked) = await SceneAsync();
        var asking = await guests.AskingAsync();

        Assert.Equal([RefusalCode.Forbidden], (await GuestOf(guests).AskToJoinAsync(asking with { Actor = Guests.Self(guests.LeadId) })).Codes());
        Assert.NotNull((await GuestOf(guests).AskToJoinAsync(asking with { Actor = Guests.ManagerOf(guests.GuestNetwork) })).Value);
        foreach (var actor in new[] { Guests.Self(guests.Guest), Guests.ManagerOf(guests.GuestNetwork), Guests.ManagerOf(guests.Owner) })
            Assert.Equal([RefusalCode.Forbidden], (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept) with { Actor = actor })).Codes());
    }

    private async Task<(Guests Guests, BookingView Booked)> SceneAsync(ApprovalMode approval = ApprovalMode.Instant)
    {
        var guests = await Guests.NewAsync(cluster, approval);
        return (guests, await guests.BookedAsync(guests.Together with { CoHosts = [] }));
    }

    private static Advisors.IAdvisorGrain GuestOf(Guests guests) => guests.Cluster.Grains.Get(guests.Guest);

    private static async Task<(JoinStatus, string?)> StatusAsync(Guests guests, AskToJoin asking) =>
        (await GuestOf(guests).AskToJoinAsync(asking)).Value is { } request ? (request.Status, request.AnswerNote) : default;

    private static async Task<IEnumerable<BookingId>> AskedAsync(Guests guests) =>
        (await GuestOf(guests).AskedToJoinAsync(new PageRequest(10, After: null), Guests.Self(guests.Guest))).Value!.Items.Select(item => item.Node);
}
