using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>The order of what is found, against all rooms sorted by the text that is their cursor.</summary>
public sealed class RankingTests
{
    private static readonly GeoPoint s_center = new(46.65, 1.25);
    private static readonly RoomQuery s_query = new()
    {
        During = A.Hours(9, 11),
        Seats = 8,
        Near = s_center,
        WithinKm = 20,
        Page = new PageRequest(20, After: null),
    };

    private readonly Dice _dice = new();

    [Fact]
    public void InOrder_RandomRooms_AreThoseThatFitInTheOrderOfTheirCursors()
    {
        for (var round = 0; round < 300; round++)
        {
            ListedRoom[] rooms = [.. Enumerable.Range(0, _dice.Between(0, 30)).Select(_ => RandomRoom()).DistinctBy(room => room.Id)];
            TakenQuarters Taken(RoomId room) => TakenOf(room, isTaken: rooms.First(listed => listed.Id == room).Name == "taken");
            var query = s_query with { Near = _dice.OneIn(3) ? null : s_center, Equipment = _dice.OneIn(3) ? ["wifi"] : [], InseeCode = _dice.OneIn(4) ? "36005" : null };
            // Two cells, as rooms on both sides of an edge are.
            var places = new List<PlaceReached>();
            foreach (var cell in rooms.GroupBy(room => room.Location?.Longitude > 1.25))
                new CellReading(cell, Taken).AddTo(places, query);

            var found = Ranking.InOrder(places, query).ToList();

            var expected = rooms.Where(room => IsFound(room, query)).Select(room => room.Id).ToHashSet();
            Assert.True(expected.SetEquals(found.Select(room => room.Room.Id)) && expected.Count == found.Count, Dice.Replay);
            var ranks = found.ConvertAll(room => Ranking.RankOf(room, query));
            Assert.True(ranks.Order(StringComparer.Ordinal).SequenceEqual(ranks), $"{string.Join(", ", ranks)}. {Dice.Replay}");
        }
    }

    [Fact]
    public void InOrder_RoomsOfTwoPlacesAsFarAsEachOther_AreInTheOrderOfTheirIds()
    {
        GeoPoint east = new(0, 0.1), west = new(0, -0.1);
        var cell = new CellReading([Room("b", west), Room("d", west), Room("c", east), Room("a", east), Room("e", new GeoPoint(0, 0.05))], NothingTaken);
        var query = s_query with { Near = new GeoPoint(0, 0) };
        var places = new List<PlaceReached>();
        cell.AddTo(places, query);

        var found = Ranking.InOrder(places, query);

        Assert.Equal(["e", "a", "b", "c", "d"], found.Select(room => room.Room.Name));
    }

    [Theory]
    [InlineData(0, "00000.000000\0room-x")]
    [InlineData(0.0000004, "00000.000000\0room-x")]
    [InlineData(0.0000006, "00000.000001\0room-x")]
    [InlineData(7.25, "00007.250000\0room-x")]
    [InlineData(19.9999999, "00020.000000\0room-x")]
    [InlineData(99.123456, "00099.123456\0room-x")]
    public void RankOf_Distance_IsTextOfAFixedLength(double kilometres, string expected)
    {
        var reached = PlaceReached.At(new Place([SearchedRoom.Of(new Candidate(new RoomId("room-x"), "Salle", kilometres, s_center))]), kilometres);

        Assert.Equal(expected, Ranking.RankOf(new Prospect(reached.Place.Rooms[0], reached.Kilometres), s_query));
    }

    private static bool IsFound(ListedRoom room, RoomQuery query) =>
        room.Seats >= query.Seats
        && query.Equipment.All(room.Equipment.Contains)
        && (query.InseeCode is null || room.InseeCode == query.InseeCode)
        && room.Name != "taken"
        && !room.OpeningHours.IsEmpty
        && (query.Near is null || (room.Location is { } place && place.KilometresTo(query.Near) <= query.WithinKm));

    private ListedRoom RandomRoom() => Room($"{_dice.Between(0, 10_000):D5}", _dice.OneIn(10) ? null : RandomPlace()) with
    {
        Name = _dice.Pick(["taken", "Salle", "salle", "Étage", "Annexe"]),
        Seats = _dice.Pick([4, 8, 20]),
        Equipment = _dice.OneIn(2) ? ["wifi"] : [],
        InseeCode = _dice.Pick(["36005", "36006"]),
        OpeningHours = _dice.OneIn(5) ? [] : A.Venue.OpeningHours,
    };

    // Few, so that many rooms share one, and several are as far as each other.
    private GeoPoint RandomPlace() =>
        new(s_center.Latitude + 0.06 * _dice.Between(-4, 4), s_center.Longitude + 0.06 * _dice.Between(-4, 4));

    private static ListedRoom Room(string name, GeoPoint? location) => new()
    {
        Id = new RoomId($"room-{name}"),
        Name = name,
        Seats = 8,
        Equipment = [],
        Location = location,
        TimeZone = "Europe/Paris",
        OpeningHours = A.Venue.OpeningHours,
        Approval = ApprovalMode.Instant,
    };

    private static TakenQuarters NothingTaken(RoomId room) => TakenOf(room, isTaken: false);

    private static TakenQuarters TakenOf(RoomId room, bool isTaken)
    {
        var taken = new TakenQuarters();
        if (isTaken)
            taken.Note(QuarterHours.Of(s_query.During), QuarterHours.DayOf(s_query.During.Start));
        return taken;
    }
}
