using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Co-hosts of other networks: asked, answered, silent, leaving.</summary>
public sealed class ConsentTests(GrainCluster cluster)
{
    [Fact]
    public async Task Book_CoHostOfAnotherNetwork_HoldsEverythingAndWaits()
    {
        var guests = await Guests.NewAsync(cluster);

        var asked = await guests.BookedAsync();

        Assert.Equal((BookingStatus.Pending, InvitationAnswer.Pending), (asked.Status, Assert.Single(asked.Invitations).Answer));
        Assert.Equal([BookingStep.CoHostConsent], asked.Awaiting);
        Assert.Equal(FreeBusyState.Pending, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.False(await guests.IsFreeAsync(guests.Guest));
        Assert.Equal([asked.Id], await InvitationsAsync(guests));
        Assert.Equal(asked.CreatedAt + Duration.FromHours(48), asked.AnswerBy);
    }

    [Fact]
    public async Task Answer_Accept_ConfirmsAndRepeatsWithItsKey()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();
        var accept = guests.Answer(asked, Decision.Accept) with { Key = A.Key("yes") };

        var agreed = (await guests.LeadGrain.AnswerAsync(accept)).Value!;

        Assert.Equal((BookingStatus.Confirmed, "note", guests.Guest.Value), (agreed.Status, agreed.History[^1].Note, agreed.History[^1].By));
        Assert.Null(agreed.AnswerBy);
        await cluster.ReactivateAsync(guests.LeadGrain);
        await cluster.ReactivateAsync(guests.RoomGrain);
        Assert.Equal(agreed.Version, (await guests.LeadGrain.AnswerAsync(accept)).Value!.Version);
        Assert.Equal([RefusalCode.WrongState], (await guests.LeadGrain.AnswerAsync(accept with { Key = null })).Codes());
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Empty(await InvitationsAsync(guests));
    }

    [Fact]
    public async Task Answer_Decline_EndsItAndFreesEverybody()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();

        var declined = (await guests.AnswerAsync(asked, Decision.Decline)).Value!;

        Assert.Equal((BookingStatus.Declined, InvitationAnswer.Declined), (declined.Status, declined.Invitations.Single().Answer));
        Assert.Equal(FreeBusyState.Free, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.True(await guests.IsFreeAsync(guests.Guest));
        Assert.True(await guests.IsFreeAsync(guests.LeadId));
    }

    [Fact]
    public async Task Answer_OptionalDeclines_TheOthersGoOn()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync(guests.Together with { CoHosts = [guests.Guest, guests.Other], OptionalCoHosts = [guests.Other] });
        await guests.AnswerAsync(asked, Decision.Accept);

        var left = (await guests.AnswerAsync(asked, Decision.Decline, guests.Other)).Value!;

        Assert.Equal(BookingStatus.Confirmed, left.Status);
        Assert.Equal([guests.Guest], left.CoHosts);
        Assert.True(await guests.IsFreeAsync(guests.Other));
        Assert.False(await guests.IsFreeAsync(guests.Guest));
        Assert.Equal(RefusalCode.Forbidden, Assert.Single(
            (await guests.LeadGrain.GetBookingAsync(asked.Id, Guests.Self(guests.Other))).Refusals).Code);
    }

    [Fact]
    public async Task Answer_TwoAtOnce_BothCount()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync(guests.Together with { CoHosts = [guests.Guest, guests.Other] });

        var answers = await Task.WhenAll(
            guests.AnswerAsync(asked, Decision.Accept), guests.AnswerAsync(asked, Decision.Accept, guests.Other));

        Assert.All(answers, answer => Assert.Empty(answer.Refusals));
        Assert.Equal((BookingStatus.Confirmed, 3L), ((await guests.LookAsync(asked)).Status, (await guests.LookAsync(asked)).Version));
    }

    [Fact]
    public async Task Answer_OwnerAndCoHostAsked_BothHaveToAgreeInAnyOrder()
    {
        foreach (var ownerFirst in new[] { true, false })
        {
            var guests = await Guests.NewAsync(cluster, ApprovalMode.OnRequest);
            var asked = await guests.BookedAsync();
            Assert.Equal([BookingStep.OwnerDecision, BookingStep.CoHostConsent], asked.Awaiting);
            Func<Task<Outcome<BookingView>>>[] steps = [() => DecideAsync(guests, asked, Decision.Accept), () => guests.AnswerAsync(asked, Decision.Accept)];
            if (!ownerFirst)
                Array.Reverse(steps);

            var half = (await steps[0]()).Value!;
            var whole = (await steps[1]()).Value!;

            Assert.Equal((BookingStatus.Pending, 1), (half.Status, half.Awaiting.Length));
            Assert.Equal(BookingStatus.Confirmed, whole.Status);
            Assert.Empty((await cluster.Grains.Get(guests.Owner).RequestsAsync(new PageRequest(10, null), GrainCluster.Admin)).Value!.Items);
        }
    }

    [Fact]
    public async Task Answer_DeclineMeetsTheOwnersAccept_ItEndsDeclined()
    {
        var guests = await Guests.NewAsync(cluster, ApprovalMode.OnRequest);
        var asked = await guests.BookedAsync();

        var answers = await Task.WhenAll(guests.AnswerAsync(asked, Decision.Decline), DecideAsync(guests, asked, Decision.Accept));

        Assert.NotNull(answers[0].Value);
        Assert.Equal(BookingStatus.Declined, (await guests.LookAsync(asked)).Status);
        Assert.Equal(FreeBusyState.Free, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
    }

    [Fact]
    public async Task Answer_MeetsCancel_OneOfThemEndsIt()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();

        var answers = await Task.WhenAll(guests.AnswerAsync(asked, Decision.Decline), cluster.CancelAsync(asked.Id));

        var (done, refused) = answers[0].Value is not null ? (answers[0], answers[1]) : (answers[1], answers[0]);
        Assert.Equal([RefusalCode.WrongState], refused.Codes());
        Assert.Equal(done.Value!.Status, (await guests.LookAsync(asked)).Status);
    }

    [Fact]
    public async Task Answer_ByOthers_IsForbidden()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();
        var accept = guests.Answer(asked, Decision.Accept);

        foreach (var actor in new[] { Guests.Lead, Guests.Self(guests.LeadId), Guests.Self(guests.Other), Guests.ManagerOf(guests.Owner) })
            Assert.Equal([RefusalCode.Forbidden], (await guests.LeadGrain.AnswerAsync(accept with { Actor = actor })).Codes());
        Assert.Equal([RefusalCode.NotFound], (await guests.LeadGrain.AnswerAsync(accept with { Actor = GrainCluster.Admin, Advisor = guests.Other })).Codes());
        Assert.Equal(1, (await guests.LookAsync(asked)).Version);
        Assert.NotNull((await guests.LeadGrain.AnswerAsync(accept with { Actor = Guests.ManagerOf(guests.GuestNetwork) })).Value);
    }

    [Fact]
    public async Task Book_CoHostAcceptsByThemself_NobodyIsAsked()
    {
        var guests = await Guests.NewAsync(cluster);
        var network = (await guests.LeadGrain.GetAsync())!.Network;
        var guest = cluster.Grains.Get(guests.Guest);
        var policy = new SetInvitationPolicy { Actor = Guests.Self(guests.Guest), AcceptsAll = false, Networks = [network], Key = A.Key("policy") };
        Assert.Empty((await guest.SetInvitationPolicyAsync(policy)).Refusals);
        Assert.Equal([RefusalCode.Forbidden], (await guest.SetInvitationPolicyAsync(policy with { Actor = Guests.Self(guests.LeadId) })).Codes());
        await cluster.ReactivateAsync(guest);

        var agreed = await guests.BookedAsync();

        Assert.Equal((BookingStatus.Confirmed, InvitationAnswer.NotNeeded), (agreed.Status, agreed.Invitations.Single().Answer));
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        // A repeat of what was set before does not undo what was set since.
        await guest.SetInvitationPolicyAsync(policy with { Networks = [], Key = A.Key("other") });
        await guest.SetInvitationPolicyAsync(policy);
        Assert.Empty((await guest.InvitationPolicyAsync(Guests.Self(guests.Guest))).Value!.Networks);
        Assert.Equal(BookingStatus.Pending, (await cluster.BookedAsync(guests.LeadId, guests.Together with { Period = A.Hours(12, 13) })).Status);
    }

    [Fact]
    public async Task Change_Move_AsksTheCoHostAgain()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();
        await guests.AnswerAsync(asked, Decision.Accept);

        var moved = (await guests.LeadGrain.ChangeAsync(new ChangeBooking { Actor = Guests.Lead, Booking = asked.Id, Period = A.Hours(14, 15) })).Value!;

        Assert.Equal((BookingStatus.Pending, InvitationAnswer.Pending), (moved.Status, moved.Invitations.Single().Answer));
        Assert.Equal(BookingStatus.Confirmed, (await guests.AnswerAsync(asked, Decision.Accept)).Value!.Status);
    }

    [Fact]
    public async Task Leave_CoHost_FreesTheirTimeAndTheBookingGoesOn()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();
        var leave = new LeaveBooking { Actor = Guests.Self(guests.Guest), Booking = asked.Id, Advisor = guests.Guest, Key = A.Key("leave") };
        Assert.Equal([RefusalCode.WrongState], (await guests.LeadGrain.LeaveAsync(leave)).Codes());
        await guests.AnswerAsync(asked, Decision.Accept);

        var left = (await guests.LeadGrain.LeaveAsync(leave)).Value!;

        Assert.Equal((BookingStatus.Confirmed, InvitationAnswer.Left), (left.Status, left.Invitations.Single().Answer));
        Assert.Empty(left.CoHosts);
        Assert.True(await guests.IsFreeAsync(guests.Guest));
        Assert.Equal(left.Version, (await guests.LeadGrain.LeaveAsync(leave)).Value!.Version);
        Assert.Equal([RefusalCode.Forbidden], (await guests.LeadGrain.LeaveAsync(leave with { Actor = Guests.Lead with { Roles = [Role.Display] } })).Codes());
    }

    [Fact]
    public async Task Silence_OfOptionalOnesUntilItIsOver_IsCompletedWhenItIsNextLookedAt()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var guests = await Guests.NewAsync(before);
        var booked = await guests.BookedAsync(guests.Together with { OptionalCoHosts = [guests.Guest] });
        await using var later = await before.LaterAsync(booked.Period.End + Duration.FromHours(1));

        Assert.Equal(BookingStatus.Completed, (await (guests with { Cluster = later }).LookAsync(booked)).Status);
    }

    [Fact]
    public async Task Silence_PastTheDeadline_ExpiresUnlessOnlyOptionalOnesAreMissing()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var (needed, optional) = (await Guests.NewAsync(before), await Guests.NewAsync(before));
        var one = await needed.BookedAsync();
        var two = await optional.BookedAsync(optional.Together with { OptionalCoHosts = [optional.Guest] });
        await using var later = await before.LaterAsync(two.AnswerBy!.Value + Duration.FromMinutes(1));

        // One by its reminder, the other by whoever answers too late.
        await later.RemindAsync(needed.LeadId.Value);
        var late = await later.Grains.Get(optional.LeadId).AnswerAsync(optional.Answer(two, Decision.Decline));

        var (ended, standing) = (await (needed with { Cluster = later }).LookAsync(one), await (optional with { Cluster = later }).LookAsync(two));
        Assert.Equal((BookingStatus.Expired, InvitationAnswer.Expired), (ended.Status, ended.Invitations.Single().Answer));
        Assert.Equal((BookingStatus.Confirmed, InvitationAnswer.Expired, "system"), (standing.Status, standing.Invitations.Single().Answer, standing.History[^1].By));
        Assert.Empty(standing.CoHosts);
        Assert.Equal([RefusalCode.WrongState], late.Codes());
        Assert.True(await (optional with { Cluster = later }).IsFreeAsync(optional.Guest));
    }

    private static async Task<IEnumerable<BookingId>> InvitationsAsync(Guests guests) =>
        (await guests.Cluster.Grains.Get(guests.Guest).InvitationsAsync(new PageRequest(10, After: null), Guests.Self(guests.Guest)))
        .Value!.Items.Select(item => item.Node);

    private static Task<Outcome<BookingView>> DecideAsync(Guests guests, BookingView booking, Decision decision) =>
        guests.LeadGrain.DecideAsync(new DecideBooking { Actor = Guests.ManagerOf(guests.Owner), Booking = booking.Id, Decision = decision });
}
