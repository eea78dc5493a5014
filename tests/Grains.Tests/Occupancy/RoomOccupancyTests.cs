using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>Everything that changes what a room is reaches whoever follows it, and never holds up whoever books.</summary>
public sealed class RoomOccupancyTests(OccupancyScene scene) : IClassFixture<OccupancyScene>
{
    private GrainCluster Now => scene.Now;

    [Fact]
    public async Task Book_MoveAndCancel_AreTold()
    {
        var room = await Now.NewRoomAsync();
        var lead = Now.Grains.Get(await Now.NewLeadAsync());
        using var reader = scene.Follow(room);
        var free = await reader.UntilAsync(view => view.State == OccupancyState.Free);
        Assert.Null(free.Until);

        var booked = Accepted(await lead.BookAsync(A.Booking(room, A.Hours(11, 12))));
        var next = await reader.UntilAsync(view => view.Until == A.Hours(11, 12).Start, free);
        Accepted(await lead.ChangeAsync(new ChangeBooking { Actor = GrainCluster.Admin, Booking = booked.Id, Period = A.Hours(14, 15) }));
        next = await reader.UntilAsync(view => view.Until == A.Hours(14, 15).Start, next);
        Accepted(await Now.CancelAsync(booked.Id));

        next = await reader.UntilAsync(view => view.Until is null, next);
        Assert.Equal(OccupancyState.Free, next.State);
    }

    [Fact]
    public async Task CheckIn_AndCheckOut_AreTold()
    {
        var booked = await scene.BookedAsync(10, 11, BookingPolicy.Default with { TeardownBuffer = Duration.FromMinutes(15) });
        using var reader = scene.Follow(booked.Room);
        var reserved = await reader.UntilAsync(_ => true);
        Assert.Equal((OccupancyState.Reserved, 8, 0, A.Hours(10, 11).End), (reserved.State, reserved.SeatsTaken, reserved.People, reserved.Until!.Value));
        Assert.NotNull(reserved.Network);

        Accepted(await Now.Grains.Get(booked.Lead).CheckInAsync(new CheckIn { Actor = GrainCluster.Admin, Booking = booked.Id, People = 5 }));
        var occupied = await reader.UntilAsync(view => view.State == OccupancyState.Occupied || view.Until == A.Hours(10.2, 11).Start, reserved);
        Accepted(await Now.Grains.Get(booked.Lead).CheckOutAsync(new CheckOut { Actor = GrainCluster.Admin, Booking = booked.Id }));

        // Seconds have passed in the cluster, and none on this hub's clock: what is next is known all the same.
        var left = await reader.UntilAsync(view => view.Until < A.Hours(10, 11).End, occupied);
        Assert.True(left.Version > reserved.Version);
        var asked = (await Now.Grains.Get(booked.Room).OccupancyAsync())!;
        Assert.Equal((OccupancyState.Reserved, 0, 0), (asked.State, asked.SeatsTaken, asked.People));
        Assert.True(asked.Version > left.Version || asked.IsLike(left));
    }

    [Fact]
    public async Task CheckIn_BeforeTheStart_IsOccupied()
    {
        var booked = await scene.BookedAsync(10.4, 11);

        Accepted(await Now.Grains.Get(booked.Lead).CheckInAsync(new CheckIn { Actor = GrainCluster.Admin, Booking = booked.Id, People = 5 }));

        var view = (await Now.Grains.Get(booked.Room).OccupancyAsync())!;
        Assert.Equal((OccupancyState.Occupied, 8, 5, A.Hours(10, 11).End), (view.State, view.SeatsTaken, view.People, view.Until!.Value));
    }

    [Fact]
    public async Task NoShow_IsNoticed_IsTold()
    {
        var booked = await scene.BookedAsync(9.8, 11, BookingPolicy.Default with { NoShowRelease = Duration.FromMinutes(20) });
        using var reader = scene.Follow(booked.Room);
        // Patience is over: the lead may have noticed as soon as the room asked for the booking.
        var first = await reader.NextAsync();

        await Now.RemindAsync(booked.Lead.Value);

        if (first.State != OccupancyState.Free)
            await reader.UntilAsync(view => view.State == OccupancyState.Free, first);
        Assert.Equal(BookingStatus.NoShow, Accepted(await Now.Grains.Get(booked.Lead).GetBookingAsync(booked.Id, GrainCluster.Admin)).Status);
    }

    [Fact]
    public async Task Closure_MadeAndRemoved_IsTold()
    {
        var room = await Now.NewRoomAsync();
        var venue = Now.Grains.Get((await Now.Grains.Get(room).GetAsync())!.Venue);
        using var reader = scene.Follow(room);
        var free = await reader.UntilAsync(view => view.State == OccupancyState.Free);

        var made = await venue.CloseAsync(new CloseVenue { Actor = GrainCluster.Admin, Period = A.Hours(9, 12) });
        Assert.Empty(made.Refusals);
        var closed = await reader.UntilAsync(view => view.State == OccupancyState.Closed, free);
        Assert.Equal(A.Hours(9, 12).End, closed.Until);
        await venue.RemoveClosureAsync(new RemoveClosure { Actor = GrainCluster.Admin, Closure = made.Value!.Closure.Id });

        await reader.UntilAsync(view => view.State == OccupancyState.Free, closed);
    }

    [Fact]
    public async Task Update_SeatsAndHours_AreTold()
    {
        var room = await Now.NewRoomAsync();
        var venue = Now.Grains.Get((await Now.Grains.Get(room).GetAsync())!.Venue);
        using var reader = scene.Follow(room);
        var before = await reader.UntilAsync(view => view.SeatsTotal == 8);

        Assert.Empty((await Now.Grains.Get(room).UpdateAsync(new UpdateRoom { Actor = GrainCluster.Admin, Seats = 6 })).Refusals);
        var smaller = await reader.UntilAsync(view => view.SeatsTotal == 6, before);
        Assert.Empty((await venue.UpdateAsync(new UpdateVenue
        {
            Actor = GrainCluster.Admin,
            OpeningHours = [new WeeklyHours(IsoDayOfWeek.Monday, new LocalTime(20, 0), new LocalTime(21, 0))],
        })).Refusals);

        await reader.UntilAsync(view => view.State == OccupancyState.Closed, smaller);
    }

    [Fact]
    public async Task Claim_LeftBehindByACrash_GoesWithoutAnybodyBooking()
    {
        var (room, lead) = (await Now.NewRoomAsync(), await Now.NewLeadAsync());
        var id = BookingId.New(lead, IsoWeek.Of(A.Monday), "b000000000000001");
        Assert.True((await Now.Grains.Get(room).ClaimAsync(Request(id, A.Monday + Duration.FromHours(10.1)))).IsGranted);

        using var reader = scene.Follow(room);

        // It is free now anyhow; it stays so once the claim has gone.
        await reader.UntilAsync(view => view.State == OccupancyState.Free && view.Until != A.Hours(10.25, 11).Start);
        Assert.Empty(await Now.Of(room).ClaimsAsync());
    }

    [Fact]
    public async Task Claim_FollowersThrowAndHang_NobodyWaitsAndOthersAreTold()
    {
        var (room, lead) = (await Now.NewRoomAsync(), await Now.NewLeadAsync());
        var (bad, stuck) = (new Bad(), new Stuck());
        foreach (var follower in new IOccupancyFollower[] { bad, stuck })
            await Now.Grains.Get(room).FollowOccupancyAsync(Now.Grains.CreateObjectReference<IOccupancyFollower>(follower), seen: 0);
        using var reader = scene.Follow(room);
        var free = await reader.UntilAsync(view => view.State == OccupancyState.Free);

        await Now.BookedAsync(lead, A.Booking(room, A.Hours(11, 12)));
        await stuck.Reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Now.BookedAsync(lead, A.Booking(room, A.Hours(10.5, 11)));

        await reader.UntilAsync(view => view.Until == A.Hours(10.5, 11).Start, free);
        await bad.Told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        stuck.Gate.Set();
    }

    [Fact]
    public async Task Book_NobodyFollows_WritesNothingMore()
    {
        var (room, lead) = (await Now.NewRoomAsync(), await Now.NewLeadAsync());

        await Now.BookedAsync(lead, A.Booking(room, A.Hours(11, 12)));

        Assert.Equal(0, Now.Storage.WritesOf(room.Value, "occupancy"));
    }

    [Fact]
    public async Task Occupancy_NeverPublished_IsNull()
    {
        var room = Now.Grains.Get(EntityIds.Of<RoomId>(Now.NewKey()));

        Assert.Null(await room.OccupancyAsync());
    }

    private static ClaimRequest Request(BookingId booking, Instant madeAt) => new()
    {
        Id = EntityIds.Of<ClaimId>("claim"),
        Booking = booking,
        Network = OrganizationId.OfNetwork("laposte"),
        Period = A.Hours(10.25, 11),
        Seats = 4,
        MadeAt = madeAt - Duration.FromMinutes(10),
    };

    private static T Accepted<T>(Outcome<T> outcome) where T : class
    {
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }

    private sealed class Bad : IOccupancyFollower
    {
        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Changed(RoomTimeline timeline)
        {
            Told.TrySetResult();
            throw new InvalidOperationException("Ordered by a test.");
        }

        public void Moved(RoomId room) => throw new InvalidOperationException("Ordered by a test.");

        public void RoomsChanged(VenueId venue) => throw new InvalidOperationException("Ordered by a test.");
    }

    private sealed class Stuck : IOccupancyFollower
    {
        public ManualResetEventSlim Gate { get; } = new();

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Changed(RoomTimeline timeline)
        {
            Reached.TrySetResult();
            Gate.Wait(TimeSpan.FromSeconds(60));
        }

        public void Moved(RoomId room)
        {
            // Not asked for.
        }

        public void RoomsChanged(VenueId venue)
        {
            // Not asked for.
        }
    }
}
