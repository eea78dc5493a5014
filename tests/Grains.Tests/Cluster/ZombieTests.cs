using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>
/// Two activations of one grain, each sure that it is the only one: two clusters over one store. The version of the page
/// refuses the one that is behind; it tells nobody yes, ends, and the next one works on what is stored.
/// </summary>
public sealed class ZombieTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Book_RoomHasASecondActivation_OnlyOneGrants(bool pageExists)
    {
        var twin = await cluster.TwinAsync();
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        if (pageExists)
            await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        var booked = await twin.BookedAsync(lead, A.Booking(room));

        var refused = await cluster.BookAsync(other, A.Booking(room));

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync(), claim => claim.Period == A.Hours(9, 11)).Booking);
    }

    [Fact]
    public async Task Book_LeadHasASecondActivation_OnlyOneCommits()
    {
        var twin = await cluster.TwinAsync();
        var (room, other, lead) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        var booked = await twin.BookedAsync(lead, A.Booking(room));

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, A.Booking(other)));

        Assert.Equal([RefusalCode.AdvisorBusy], (await cluster.BookAsync(lead, A.Booking(other))).Codes());
        Assert.Equal(booked.Id, (await cluster.Grains.Get(lead).GetBookingAsync(booked.Id, GrainCluster.Admin)).Value!.Id);
        Assert.Equal(2, (await cluster.Of(lead).BookingsAsync()).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Book_EarlierActivationCommitsAfterItsClaimWasCalledGone_IsRefusedByTheTombstone(bool pageExists)
    {
        var twin = await cluster.TwinAsync();
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        if (pageExists)
            await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        var command = A.Booking(room) with { Key = A.Key("k") };
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var late = cluster.BookAsync(lead, command);
        await commit.ArrivedAsync();

        var booked = await twin.BookedAsync(other, A.Booking(room));
        commit.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Equal([RefusalCode.SlotTaken], (await cluster.BookAsync(lead, command)).Codes());
        Assert.DoesNotContain(await cluster.Of(lead).BookingsAsync(), booking => booking.Period == command.Period);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync(), claim => claim.Period == command.Period).Booking);
    }

    [Fact]
    public async Task Book_SameKeyAtTwoActivations_MakesOneBooking()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var late = cluster.BookAsync(lead, command);
        await commit.ArrivedAsync();

        var booked = await twin.BookedAsync(lead, command);
        commit.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Equal(booked.Id, (await cluster.BookedAsync(lead, command)).Id);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(lead).BookingsAsync()).Id);
    }

    [Fact]
    public async Task Book_SameKeyWithOtherInputAtTwoActivations_MakesOneBooking()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };
        var other = A.Booking(room, A.Hours(24 * 8, 24 * 8 + 1)) with { Key = A.Key("k", "other input") };
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var late = cluster.BookAsync(lead, command);
        await commit.ArrivedAsync();

        var booked = await twin.BookedAsync(lead, other);
        commit.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Equal([RefusalCode.IdempotencyMismatch], (await cluster.BookAsync(lead, command)).Codes());
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(lead).BookingsAsync()).Id);
    }

    [Fact]
    public async Task Book_RefusedByTheNextActivation_TheFirstThatHasNotNotedItsKeyCommitsNothing()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };
        var note = cluster.Storage.Writes.HoldNext(lead.Value, "recent-keys");
        var late = cluster.BookAsync(lead, command);
        await note.ArrivedAsync();

        // For a reason that has nothing to do with what the first holds already.
        var refused = await twin.BookAsync(lead, command with { Seats = 900 });
        note.Open();

        Assert.Equal([RefusalCode.SeatsExceeded], refused.Codes());
        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Empty(await cluster.Of(lead).BookingsAsync());
    }

    [Fact]
    public async Task Cancel_RefusedByTheNextActivation_TheFirstCancelsNothing()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var cancel = new CancelBooking { Actor = GrainCluster.Admin, Booking = booked.Id, Key = A.Key("k") };
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var late = cluster.Grains.Get(lead).CancelAsync(cancel);
        await commit.ArrivedAsync();

        var refused = await twin.Grains.Get(lead).CancelAsync(cancel with { ExpectedVersion = 7 });
        commit.Open();

        Assert.Equal([RefusalCode.StaleVersion], refused.Codes());
        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await cluster.Of(lead).BookingsAsync()).Status);
    }

    [Fact]
    public async Task Move_RefusedByTheNextActivation_TheFirstMovesNothing()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var move = new ChangeBooking { Actor = GrainCluster.Admin, Booking = booked.Id, Period = A.Hours(12, 14), Key = A.Key("k") };
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var late = cluster.Grains.Get(lead).ChangeAsync(move);
        await commit.ArrivedAsync();

        var refused = await twin.Grains.Get(lead).ChangeAsync(move with { Seats = 900 });
        commit.Open();

        Assert.Equal([RefusalCode.SeatsExceeded], refused.Codes());
        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.Equal(booked.Period, Assert.Single(await cluster.Of(lead).BookingsAsync()).Period);
    }

    [Fact]
    public async Task SetPlaces_RefusedByTheNextActivation_TheFirstSetsNothing()
    {
        var twin = await cluster.TwinAsync();
        var workshop = await WorkshopScene.MakeAsync(cluster);
        await workshop.RegisteredAsync("a");
        var commit = cluster.Storage.Writes.HoldNext(workshop.Booking.Lead.Value, "attendees-");
        var late = workshop.SetPlacesAsync(5);
        await commit.ArrivedAsync();

        var refused = await workshop.On(twin).SetPlacesAsync(5, WorkshopScene.Manager(workshop.Other));
        commit.Open();

        Assert.Equal([RefusalCode.Forbidden], refused.Codes());
        await Assert.ThrowsAnyAsync<Exception>(() => late);
        Assert.NotEqual(5, (await workshop.StoredAsync()).Places);
    }

    [Fact]
    public async Task Book_AtASiloThatWasDeclaredDead_TellsNoRefusal()
    {
        await using var dead = await cluster.WithSilosAsync(1);
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await dead.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        var command = A.Booking(room) with { Key = A.Key("k") };
        Assert.Equal([RefusalCode.SeatsExceeded], (await dead.BookAsync(lead, command with { Seats = 900 })).Codes());
        var booked = await Shortcuts.RepeatAsync(() => cluster.BookedAsync(lead, command));

        dead.Lease.IsLost = true;

        await Assert.ThrowsAnyAsync<SiloUnavailableException>(() => dead.BookAsync(lead, command with { Seats = 900 }));
        Assert.Contains(await cluster.Of(lead).BookingsAsync(), booking => booking.Id == booked.Id);
    }

    [Fact]
    public async Task Cancel_AtAnActivationThatIsBehind_ChangesNothingAndTheNextOneKnows()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        Assert.Equal(2L, (await twin.CancelAsync(booked.Id)).Value!.Version);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.CancelAsync(booked.Id));

        Assert.Equal([RefusalCode.WrongState], (await cluster.CancelAsync(booked.Id)).Codes());
        Assert.Equal(2L, Assert.Single(await cluster.Of(lead).BookingsAsync()).Version);
    }

    [Fact]
    public async Task CheckClaim_ActivationThatIsBehindIsAskedOfWhatItDoesNotKnow_DoesNotCallItGone()
    {
        var twin = await cluster.TwinAsync();
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        await twin.BookedAsync(lead, A.Booking(room));
        var claim = Assert.Single(await cluster.Of(room).ClaimsAsync(), claim => claim.Period == A.Hours(9, 11));
        var behind = cluster.Grains.Get(lead);

        await Assert.ThrowsAnyAsync<Exception>(() => behind.CheckClaimAsync(claim.Id, claim.Booking, waitForDecision: false));

        Assert.Equal(Calendars.ClaimStanding.Stands, await behind.CheckClaimAsync(claim.Id, claim.Booking, waitForDecision: false));
    }
}
