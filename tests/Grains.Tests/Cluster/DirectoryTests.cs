using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

public sealed class DirectoryTests(GrainCluster cluster)
{
    private const double DegreesPerKm = 1 / 111.2;
    private static int _places;

    // Each test in a region of its own, two degrees from the next.
    private readonly GeoPoint _here = new(-60 + 2 * (Interlocked.Increment(ref _places) % 50), 100 + 2 * (_places / 50));

    private RoomQuery Near(double withinKm = 20) => new()
    {
        During = A.Hours(9, 11),
        Seats = 1,
        Near = _here,
        WithinKm = withinKm,
        Page = new PageRequest(10, After: null),
    };

    [Fact]
    public async Task Find_Near_GivesNearestFirstAndNothingBeyond()
    {
        var far = await NewRoomAsync(km: 12);
        var near = await NewRoomAsync(km: 1);
        await NewRoomAsync(km: 25);
        var middle = await NewRoomAsync(km: 5);

        Assert.Equal([near, middle, far], await FoundAsync(Near()));
        Assert.Equal([near, middle], await FoundAsync(Near(withinKm: 8)));
    }

    [Fact]
    public async Task Find_InACommune_GivesItsRoomsByNameAlsoWithoutAPosition()
    {
        var second = await NewRoomAsync(km: null, inseeCode: "01001", name: "Bureau");
        var first = await NewRoomAsync(km: 3, inseeCode: "01001", name: "atelier");
        await NewRoomAsync(km: 3, inseeCode: "01002");
        var query = Near() with { Near = null, InseeCode = "01001" };

        Assert.Equal([first, second], await FoundAsync(query));
        Assert.Equal([first], await FoundAsync(query with { Near = _here }));
    }

    [Fact]
    public async Task Find_EquipmentAndSeats_AllMustFit()
    {
        var full = await NewRoomAsync(km: 1, seats: 20, equipment: ["Projecteur", "Wifi"]);
        await NewRoomAsync(km: 1, seats: 20, equipment: ["wifi"]);
        await NewRoomAsync(km: 1, seats: 8, equipment: ["projecteur", "wifi"]);

        Assert.Equal([full], await FoundAsync(Near() with { Seats = 9, Equipment = ["WIFI", "projecteur"] }));
    }

    [Fact]
    public async Task Find_PageAfterPageWhileRoomsAreBooked_HasNoGapsAndNoRepeats()
    {
        var rooms = new List<RoomId>();
        for (var i = 0; i < 8; i++)
            rooms.Add(await NewRoomAsync(km: i + 1));
        var query = Near() with { Page = new PageRequest(3, After: null) };

        var first = await FindAsync(query);
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(rooms[1]));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(rooms[4]));
        var second = await FindAsync(query with { Page = new PageRequest(3, first.Items[^1].Cursor) });
        var third = await FindAsync(query with { Page = new PageRequest(3, second.Items[^1].Cursor) });

        Assert.Equal(rooms[..3], first.Items.Select(item => item.Node.Id));
        Assert.Equal([rooms[3], rooms[5], rooms[6]], second.Items.Select(item => item.Node.Id));
        Assert.Equal([rooms[7]], third.Items.Select(item => item.Node.Id));
        Assert.Equal([(true, false), (true, true), (false, true)],
            new[] { first, second, third }.Select(slice => (slice.HasNext, slice.HasPrevious)));
    }

    [Fact]
    public async Task Find_WhatCameBeforeThePageWasBooked_HasNothingBeforeIt()
    {
        var (first, second) = (await NewRoomAsync(km: 1), await NewRoomAsync(km: 2));
        var query = Near() with { Page = new PageRequest(1, After: null) };
        var page = await FindAsync(query);
        var next = query with { Page = new PageRequest(1, page.Items.Single().Cursor) };

        Assert.True((await FindAsync(next)).HasPrevious);
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(first));
        var rest = await FindAsync(next);

        Assert.Equal((second, false), (rest.Items.Single().Node.Id, rest.HasPrevious));
    }

    [Fact]
    public async Task Find_RoomTaken_IsMissingUntilCancelled()
    {
        var room = await NewRoomAsync(km: 1);
        var booked = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));

        Assert.Empty(await FoundAsync(Near()));
        Assert.Equal([room], await FoundAsync(Near() with { During = A.Hours(11, 12) }));
        await cluster.CancelAsync(booked.Id);
        Assert.Equal([room], await FoundSoonAsync(Near()));
    }

    [Fact]
    public async Task Find_BufferReachedIntoTheNextDayAndTheBookingIsCancelled_IsFoundThere()
    {
        var policy = BookingPolicy.Default with { TeardownBuffer = Duration.FromHours(1) };
        var room = await NewRoomAsync(km: 1, policy: policy);
        var nextDay = Near() with { During = A.Hours(24, 24.25) };
        var booked = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room, A.Hours(23, 23.5)));
        Assert.Empty(await FoundAsync(nextDay));

        await cluster.CancelAsync(booked.Id);

        Assert.Equal([room], await FoundSoonAsync(nextDay));
    }

    [Fact]
    public async Task Find_DirectoryHasForgottenWhatIsTaken_StillFindsOnlyWhatCanBeBooked()
    {
        var (taken, free) = (await NewRoomAsync(km: 1), await NewRoomAsync(km: 2));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(taken));
        await cluster.ReactivateAsync(Cell(km: 1));

        Assert.Equal([free], await FoundAsync(Near()));
    }

    [Fact]
    public async Task Find_DirectoryThinksAFreeRoomTaken_MissesItAndItCanStillBeBooked()
    {
        var room = await NewRoomAsync(km: 0);
        var day = QuarterHours.DaysOf(A.Hours(9, 11)).Single();
        var told = ToldAsync(km: 0);
        await Cell(km: 0).TakenAsync(room, [QuarterHours.Mark(day, [A.Hours(9, 11)])]);
        await told;

        Assert.Empty(await FoundAsync(Near()));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
    }

    [Fact]
    public async Task Find_WithoutAPlace_GivesEachRoomOnceUntilThereAreTooManyCells()
    {
        await using var country = new GrainCluster();
        await country.InitializeAsync();
        var owner = await country.NewNetworkAsync();
        var query = Near() with { Near = null };
        var located = await country.NewRoomAsync(await country.NewVenueAsync(owner), A.Room with { Name = "A" });
        var lost = await country.NewRoomAsync(await country.NewVenueAsync(
            owner, A.Venue with { Location = null, Address = A.Venue.Address with { InseeCode = null } }), A.Room with { Name = "B" });

        var found = (await country.OfSilo<RoomSearch>().FindAsync(query)).Value!;
        Assert.Equal([located, lost], found.Items.Select(item => item.Node.Id));

        for (var i = 0; i < 64; i++)
            await country.NewRoomAsync(await country.NewVenueAsync(owner, location: new GeoPoint(i, 0)));
        var refused = await country.OfSilo<RoomSearch>().FindAsync(query);
        Assert.Equal("where", Assert.IsType<InvalidInputRefusal>(Assert.Single(refused.Refusals)).Field);
        var inCommune = (await country.OfSilo<RoomSearch>().FindAsync(query with { InseeCode = "36005" })).Value!;
        Assert.Equal(located, inCommune.Items[0].Node.Id);
    }

    private IDirectoryCellGrain Cell(double km) => cluster.Grains.GetGrain<IDirectoryCellGrain>(CellKey.OfPlace(At(km)));

    [Fact]
    public async Task Candidates_ReadWithoutAMessage_AreThoseOfTheCell()
    {
        var (first, second) = (await NewRoomAsync(km: 1), await NewRoomAsync(km: 2, seats: 20));
        var board = cluster.OfSilo<Board<string, CellReading>>();
        await Cell(km: 1).CandidatesAsync(Near());
        Assert.True(board.TryRead(CellKey.OfPlace(At(1)), out var reading));
        Assert.Equal((await Cell(km: 1).CandidatesAsync(Near())).AsEnumerable(), reading.Candidates(Near()));

        var write = cluster.Storage.Writes.HoldNext(CellKey.OfPlace(At(1)), "directory-cell");
        var adding = NewRoomAsync(km: 1.5);
        await write.ArrivedAsync();
        Assert.True(board.TryRead(CellKey.OfPlace(At(1)), out reading));
        Assert.Equal([first, second], reading.Candidates(Near()).OrderBy(room => room.Kilometres).Select(room => room.Room));
        write.Open();
        var third = await adding;

        Assert.True(board.TryRead(CellKey.OfPlace(At(1)), out reading));
        Assert.Equal([first, third, second], reading.Candidates(Near()).OrderBy(room => room.Kilometres).Select(room => room.Room));
    }

    [Fact]
    public async Task Find_RoomGivenBackWhileItsCellHasNotHeardThatItWasTaken_IsFound()
    {
        var room = await NewRoomAsync(km: 1);
        await cluster.ReactivateAsync(Cell(km: 1));
        var message = cluster.Calls.Orders.HoldNext(CellKey.OfPlace(At(1)), nameof(IDirectoryCellGrain.TakenAsync));
        var booked = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
        await message.ArrivedAsync();
        // A search, which puts up the cell's notice.
        await FoundAsync(Near());

        await cluster.CancelAsync(booked.Id);
        message.Open();

        Assert.Equal([room], await FoundSoonAsync(Near()));
    }

    // Nobody waits for what the directory is told, but for a test that wants to see it.
    private Task ToldAsync(double km) =>
        cluster.Calls.ArrivalsAsync(CellKey.OfPlace(At(km)), nameof(IDirectoryCellGrain.TakenAsync), 1);

    // Nobody who cancels waits for the room to be given back, nor for searches to know it.
    private async Task<IEnumerable<RoomId>> FoundSoonAsync(RoomQuery query)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await FoundAsync(query) is var found && (found.Any() || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(60)))
                return found;
            await Task.Delay(10);
        }
    }

    private GeoPoint At(double km) => _here with { Latitude = _here.Latitude + km * DegreesPerKm };

    private async Task<Slice<RoomView>> FindAsync(RoomQuery query)
    {
        var found = await cluster.OfSilo<RoomSearch>().FindAsync(query);
        Assert.Empty(found.Refusals);
        return found.Value!;
    }

    private async Task<IEnumerable<RoomId>> FoundAsync(RoomQuery query) => (await FindAsync(query)).Items.Select(item => item.Node.Id);

    private async Task<RoomId> NewRoomAsync(
        double? km, int seats = 8, string[]? equipment = null, string? inseeCode = null, string name = "Salle", BookingPolicy? policy = null)
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), A.Venue with
        {
            Location = km is { } distance ? At(distance) : null,
            Address = A.Venue.Address with { InseeCode = inseeCode },
        });
        return await cluster.NewRoomAsync(venue, A.Room with
        {
            Name = name,
            Seats = seats,
            Equipment = [.. equipment ?? []],
            Policy = policy ?? BookingPolicy.Default,
        });
    }
}
