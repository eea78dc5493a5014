using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Who gets what frees, and what becomes of offers.</summary>
public sealed class WaitlistTests(GrainCluster cluster)
{
    [Fact]
    public async Task Join_SlotFree_IsOfferedAtOnceAndHeld()
    {
        var line = await Line.FormAsync(cluster);

        var entry = await line.JoinAsync(line.First, A.Hours(13, 14));

        Assert.Equal((WaitlistStatus.Offered, 1), (entry.Status, entry.Position));
        var offer = await line.BookingAsync(entry);
        Assert.Equal((BookingStatus.Pending, A.Hours(13, 14), entry.Id), (offer.Status, offer.Period, offer.Offer!.Entry));
        Assert.Equal([BookingStep.WaitlistOffer], offer.Awaiting);
        Assert.Equal((offer.CreatedAt + Duration.FromHours(2), entry.AnswerBy), (offer.AnswerBy, offer.AnswerBy));
        Assert.Equal(FreeBusyState.Pending, Assert.Single(await line.RoomGrain.FreeBusyAsync(A.Hours(13, 14))).State);
        Assert.Equal([RefusalCode.SlotTaken], (await cluster.BookAsync(line.Second, A.Booking(line.Room, A.Hours(13, 14)))).Codes());
    }

    [Fact]
    public async Task Free_SeveralWait_GoesToTheFirstAndPassesOnWhenDeclined()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        Assert.Equal((1, 2), (first.Position, second.Position));
        Assert.Equal([WaitlistStatus.Waiting, WaitlistStatus.Waiting], [first.Status, second.Status]);

        await line.FreeAsync();
        Assert.Equal([WaitlistStatus.Offered, WaitlistStatus.Waiting], [await line.StatusAsync(first), await line.StatusAsync(second)]);
        var declined = await line.AnswerAsync(first, Decision.Decline);
        await line.SettledAsync();

        Assert.Equal(BookingStatus.Declined, declined.Value!.Status);
        Assert.Equal([WaitlistStatus.Lapsed, WaitlistStatus.Offered], [await line.StatusAsync(first), await line.StatusAsync(second)]);
        Assert.Equal(1, (await line.FindAsync(second)).Position);
    }

    [Fact]
    public async Task Answer_Accept_ConfirmsAndServes()
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First);
        await line.FreeAsync();

        var accepted = await line.AnswerAsync(entry, Decision.Accept, A.Key("yes"));

        Assert.Equal((BookingStatus.Confirmed, 2L), (accepted.Value!.Status, accepted.Value.Version));
        Assert.Null(accepted.Value.AnswerBy);
        Assert.Equal(WaitlistStatus.Served, await line.StatusAsync(entry));
        Assert.Equal(2L, (await line.AnswerAsync(entry, Decision.Accept, A.Key("yes"))).Value!.Version);
        Assert.Equal([RefusalCode.WrongState], (await line.AnswerAsync(entry, Decision.Decline)).Codes());
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await line.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
    }

    [Fact]
    public async Task Answer_ByOthers_IsForbidden()
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First, A.Hours(13, 14));
        var answer = new AnswerOffer { Actor = Line.ActorOf(line.Second), Booking = entry.Booking!.Value, Decision = Decision.Accept };
        var owner = new Actor { Subject = "owner", Roles = [Role.Manager], Organization = line.Owner };

        Assert.Equal([RefusalCode.Forbidden], (await cluster.Grains.Get(line.First).AnswerOfferAsync(answer)).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await cluster.Grains.Get(line.First).AnswerOfferAsync(answer with { Actor = owner })).Codes());
        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
    }

    [Fact]
    public async Task Free_FirstIsEngaged_AsksTheSecondAndTheFirstWaitsOn()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        await cluster.BookedAsync(line.First, A.Booking(await cluster.NewRoomAsync()));

        await line.FreeAsync();

        Assert.Equal([WaitlistStatus.Waiting, WaitlistStatus.Offered], [await line.StatusAsync(first), await line.StatusAsync(second)]);
        Assert.Null((await line.FindAsync(first)).Booking);
    }

    [Fact]
    public async Task Offer_Unanswered_PassesToTheNextAcrossARestart()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var line = await Line.FormAsync(before);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        await line.FreeAsync();
        var offer = await line.BookingAsync(first);
        await using var later = await before.LaterAsync(offer.AnswerBy!.Value + Duration.FromMinutes(1));
        var after = line.At(later);

        await later.RemindAsync(line.First.Value);
        await after.SettledAsync();

        Assert.Equal([WaitlistStatus.Lapsed, WaitlistStatus.Offered], [await after.StatusAsync(first), await after.StatusAsync(second)]);
        Assert.Equal(BookingStatus.Expired, (await after.BookingAsync(first)).Status);
        Assert.Equal([RefusalCode.WrongState], (await after.AnswerAsync(first, Decision.Accept)).Codes());
        Assert.Equal(BookingStatus.Confirmed, (await after.AnswerAsync(second, Decision.Accept)).Value!.Status);
    }

    [Fact]
    public async Task Wait_PastItsTime_Lapses()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var line = await Line.FormAsync(before);
        var entry = await line.JoinAsync(line.First);
        await using var later = await before.LaterAsync(A.Hours(9, 11).Start + Duration.FromMinutes(1));

        await line.At(later).SettledAsync();

        Assert.Equal(WaitlistStatus.Lapsed, await line.At(later).StatusAsync(entry));
    }

    [Fact]
    public async Task Free_BookOutright_IsConfirmedWithoutAsking()
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.Wish(line.First) with { BookOutright = true });

        await line.FreeAsync();

        Assert.Equal(WaitlistStatus.Served, await line.StatusAsync(entry));
        var booked = await line.BookingAsync(entry);
        Assert.Equal((BookingStatus.Confirmed, "Atelier", line.First.Value), (booked.Status, booked.Title, booked.History[0].By));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Free_RoomOnRequest_TheOwnerDecidesAfterTheAdvisor(bool outright)
    {
        var line = await Line.FormAsync(cluster, A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } });
        var manager = new Actor { Subject = "mairie", Roles = [Role.Manager], Organization = line.Owner };
        var entry = await line.JoinAsync(line.Wish(line.First) with { BookOutright = outright });
        await line.FreeAsync();
        var decide = new DecideBooking { Actor = manager, Booking = (await line.BookingAsync(entry)).Id, Decision = Decision.Accept };
        if (!outright)
        {
            Assert.Equal([RefusalCode.WrongState], (await cluster.Grains.Get(line.First).DecideAsync(decide)).Codes());
            Assert.DoesNotContain(decide.Booking, await RequestsAsync());
            Assert.Equal(BookingStatus.Pending, (await line.AnswerAsync(entry, Decision.Accept)).Value!.Status);
        }

        Assert.Equal(WaitlistStatus.Served, await line.StatusAsync(entry));
        Assert.Equal([BookingStep.OwnerDecision], (await line.BookingAsync(entry)).Awaiting);
        Assert.Contains(decide.Booking, await RequestsAsync());
        Assert.Equal(BookingStatus.Confirmed, (await cluster.Grains.Get(line.First).DecideAsync(decide)).Value!.Status);

        async Task<IEnumerable<BookingId>> RequestsAsync() =>
            (await cluster.Grains.Get(line.Owner).RequestsAsync(new PageRequest(10, After: null), manager)).Value!.Items.Select(item => item.Node);
    }

    [Fact]
    public async Task Free_SharedBySeats_ServesInOrderWhoeverFits()
    {
        var line = await Line.FormAsync(cluster, A.Room with { Sharing = RoomSharing.BySeats });
        var six = await line.JoinAsync(line.Wish(line.First) with { Seats = 6 });
        var four = await line.JoinAsync(line.Wish(line.Second) with { Seats = 4 });
        var two = await line.JoinAsync(line.Wish(await cluster.NewLeadAsync()) with { Seats = 2 });

        await line.FreeAsync();

        Assert.Equal(
            [WaitlistStatus.Offered, WaitlistStatus.Waiting, WaitlistStatus.Offered],
            [await line.StatusAsync(six), await line.StatusAsync(four), await line.StatusAsync(two)]);
    }

    [Fact]
    public async Task Join_Window_GetsTheFirstQuarterHourThatFits()
    {
        var line = await Line.FormAsync(cluster);
        var wish = line.Wish(line.First, A.Hours(8.1, 17)) with { Length = Duration.FromHours(2) };

        var first = await line.JoinAsync(wish);
        var second = await line.JoinAsync(wish with { Actor = Line.ActorOf(line.Second), Advisor = line.Second });

        Assert.Equal(A.Hours(11, 13), (await line.BookingAsync(first)).Period);
        Assert.Equal(A.Hours(13, 15), (await line.BookingAsync(second)).Period);
    }

    [Fact]
    public async Task Close_OverAnOfferedSlot_CancelsTheOfferAndOffersNothingThere()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        await line.FreeAsync();
        var venue = (await line.RoomGrain.GetAsync())!.Venue;

        var closed = await cluster.Grains.Get(venue).CloseAsync(new CloseVenue
        {
            Actor = GrainCluster.Admin,
            Period = A.Hours(8, 12),
            CancelBookings = true,
        });
        await line.SettledAsync();

        Assert.Single(closed.Value!.Cancelled);
        Assert.Equal([WaitlistStatus.Lapsed, WaitlistStatus.Waiting], [await line.StatusAsync(first), await line.StatusAsync(second)]);
    }

    [Fact]
    public async Task Leave_WithAnOffer_DeclinesItForTheNext()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        await line.FreeAsync();
        var leave = new LeaveWaitlist { Actor = Line.ActorOf(line.First), Entry = first.Id, Key = A.Key("leave") };

        var left = await line.List.LeaveAsync(leave);
        await line.SettledAsync();

        Assert.Equal(WaitlistStatus.Left, left.Value!.Status);
        Assert.Equal(BookingStatus.Declined, (await line.BookingAsync(first)).Status);
        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(second));
        Assert.Equal(WaitlistStatus.Left, (await line.List.LeaveAsync(leave)).Value!.Status);
        Assert.Equal([RefusalCode.WrongState], (await line.List.LeaveAsync(leave with { Key = null })).Codes());
        Assert.Equal([RefusalCode.IdempotencyMismatch], (await line.List.LeaveAsync(leave with { Key = A.Key("leave", "other") })).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await line.List.LeaveAsync(leave with { Entry = second.Id })).Codes());
    }

    [Fact]
    public async Task Leave_WhileItWaits_OffersItNothing()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));

        var left = await line.List.LeaveAsync(new LeaveWaitlist { Actor = GrainCluster.Admin, Entry = first.Id });
        await line.FreeAsync();

        Assert.Equal((WaitlistStatus.Left, null), (left.Value!.Status, left.Value.Position));
        Assert.Empty(await cluster.Of(line.First).BookingsAsync());
        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(second));
    }

    [Fact]
    public async Task Join_SameKey_IsOnePlace()
    {
        var line = await Line.FormAsync(cluster);
        var wish = line.Wish(line.First) with { Key = A.Key("join") };

        var joined = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => line.List.JoinAsync(wish)));
        var other = await line.List.JoinAsync(wish with { Key = A.Key("join", "other input") });

        Assert.Single(joined.Select(answer => answer.Value!.Id).Distinct());
        Assert.Equal([RefusalCode.IdempotencyMismatch], other.Codes());
        Assert.Single((await line.StoredAsync()).Entries);
    }

    [Fact]
    public async Task Join_ForTheSameOnceMore_IsRefusedUntilThatPlaceIsLeft()
    {
        var line = await Line.FormAsync(cluster);
        var wish = line.Wish(line.First) with { Key = null };

        // Neither a key of its own nor anything else that is asked for makes it another slot.
        var joined = await Task.WhenAll(
            line.List.JoinAsync(wish), line.List.JoinAsync(wish), line.List.JoinAsync(wish with { Key = A.Key("other"), Seats = 3 }));
        var open = Assert.Single(joined, answer => answer.Value is not null).Value!;

        Assert.All(joined.Where(answer => answer.Value is null), refused =>
        {
            var refusal = Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals));
            Assert.Equal((RefusalCode.Quota, "waitlistOfSlot"), (refusal.Code, refusal.Rule));
            Assert.Contains(open.Id.Value, refusal.Message, StringComparison.Ordinal);
        });
        Assert.Single((await line.StoredAsync()).Entries);
        await line.JoinAsync(wish with { Length = Duration.FromHours(1) });
        await line.JoinAsync(line.Second);
        Assert.NotNull((await line.List.LeaveAsync(new LeaveWaitlist { Actor = wish.Actor, Entry = open.Id })).Value);
        Assert.NotEqual(open.Id, (await line.JoinAsync(wish)).Id);
    }

    [Fact]
    public async Task Join_MoreThanAnAdvisorMay_IsRefusedByQuota()
    {
        var line = await Line.FormAsync(cluster);
        for (var i = 0; i < WaitlistRules.OpenOfAdvisorMax; i++)
            await line.JoinAsync(line.First, A.Hours(9, 10 + (i / 60.0)));

        var refused = await line.List.JoinAsync(line.Wish(line.First));

        Assert.Equal([RefusalCode.Quota], refused.Codes());
        await line.JoinAsync(line.Second);
    }

    [Fact]
    public async Task Join_WhatTheRoomNeverAllowsOrForOthers_IsRefused()
    {
        var line = await Line.FormAsync(cluster);

        Assert.Equal([RefusalCode.SeatsExceeded], (await line.List.JoinAsync(line.Wish(line.First) with { Seats = 9 })).Codes());
        Assert.Equal([RefusalCode.InvalidInput], (await line.List.JoinAsync(line.Wish(line.First) with { OfferHold = Duration.Zero })).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await line.List.JoinAsync(line.Wish(line.First) with { Actor = Line.ActorOf(line.Second) })).Codes());
        Assert.Equal([RefusalCode.NotFound], (await line.List.JoinAsync(line.Wish(EntityIds.Of<AdvisorId>("nobody")))).Codes());
        Assert.Empty((await line.StoredAsync()).Entries);
    }

    [Fact]
    public async Task Free_NewcomerComesWhileTheFirstIsAsked_TheFirstGetsIt()
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First);
        var asked = cluster.Calls.Orders.HoldNext(line.First.Value, nameof(IAdvisorGrain.OfferAsync));
        Assert.NotNull((await cluster.CancelAsync(line.Held.Id)).Value);
        await asked.ArrivedAsync();

        var arrival = cluster.Calls.ArrivalsAsync(line.Room.Value, nameof(ICalendarGrain.ClaimAsync), 1);
        var newcomer = cluster.BookAsync(line.Second, A.Booking(line.Room));
        await arrival;
        asked.Open();

        Assert.Equal([RefusalCode.SlotTaken], (await newcomer).Codes());
        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
    }

    [Fact]
    public async Task Offer_BuildingIsFull_IsTriedOnceUntilSomethingChanges()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"), maxOccupancy: 10);
        var (room, neighbour) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        var held = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(neighbour));
        var line = new Line(cluster, default, room, held, await cluster.NewLeadAsync(), default);
        var entry = await line.JoinAsync(line.First);
        Assert.Equal(WaitlistStatus.Waiting, entry.Status);
        Assert.Equal(1, Assert.Single((await line.StoredAsync()).Entries).Attempts);

        await line.FreeAsync();

        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
        Assert.Equal(2, Assert.Single((await line.StoredAsync()).Entries).Attempts);
    }

    [Fact]
    public async Task Change_AnOffer_HasToBeAcceptedFirst()
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First, A.Hours(13, 14));

        var moved = await cluster.Grains.Get(line.First).ChangeAsync(
            new ChangeBooking { Actor = Line.ActorOf(line.First), Booking = entry.Booking!.Value, Period = A.Hours(15, 16) });

        Assert.Equal([RefusalCode.WrongState], moved.Codes());
    }

    [Fact]
    public async Task List_ByRole_ShowsNetworksToTheOwnerAndNothingToOthers()
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        var owner = new Actor { Subject = "owner", Roles = [Role.Manager], Organization = line.Owner };

        var all = await ListAsync(owner);
        var own = await ListAsync(Line.ActorOf(line.Second));

        Assert.Equal([first.Id, second.Id], all.Select(entry => entry.Id));
        Assert.All(all, entry => Assert.Equal((null, null, null), (entry.Advisor, entry.Title, entry.Booking)));
        Assert.Equal((second.Id, line.Second, 2), (Assert.Single(own).Id, own[0].Advisor, own[0].Position));
        Assert.Empty(await ListAsync(Line.ActorOf(await cluster.NewLeadAsync())));
        Assert.Equal([RefusalCode.Forbidden], (await line.List.ListAsync(new PageRequest(10, After: null), Line.ActorOf(line.First) with { Roles = [Role.Display], Advisor = null })).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await line.List.FindAsync(first.Id, Line.ActorOf(line.Second))).Codes());

        async Task<ImmutableArray<WaitlistEntryView>> ListAsync(Actor actor) =>
            [.. (await line.List.ListAsync(new PageRequest(10, After: null), actor)).Value!.Items.Select(item => item.Node)];
    }
}
