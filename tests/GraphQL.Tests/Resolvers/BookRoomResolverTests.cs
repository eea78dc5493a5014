using System.Collections.Immutable;
using NodaTime;
using Scheduling.Api.Tests.Schema;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Rooms;
using Period = Scheduling.Grains.Calendars.Period;

namespace Scheduling.Api.Tests.Resolvers;

public sealed class BookRoomResolverTests
{
    private const string Input = """
        roomId: "room-1", advisorId: "advisor-1", seats: 8
        period: { start: "2027-03-02T09:30:00+01:00", end: "2027-03-02T11:30:00+01:00" }
        """;

    private static readonly Period Wanted =
        new(Instant.FromUtc(2027, 3, 2, 8, 30), Instant.FromUtc(2027, 3, 2, 10, 30));

    private static readonly ConflictRefusal Taken = new()
    {
        Code = RefusalCode.SlotTaken,
        Message = "Taken.",
        Conflicts = [new FreeBusy(Wanted, FreeBusyState.Busy, 8, Network: null)],
    };

    [Fact]
    public async Task BookRoom_OnlyWhatIsRequired_CommandHasTheDefaults()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken);

        await BookAsync(factory, Input, "code");

        var command = grains.Command<BookRoom>("IAdvisorGrain.BookAsync");
        Assert.Equal("advisor-1", Assert.Single(grains.Calls).Key);
        Assert.Equal("ana", command.Actor.Subject);
        Assert.Equal(new RoomId("room-1"), command.Room);
        Assert.Equal(Wanted, command.Period);
        Assert.Equal(8, command.Seats);
        Assert.Empty(command.CoHosts);
        Assert.Equal(BookingPurpose.Workshop, command.Purpose);
        Assert.Null(command.Title);
        Assert.Null(command.Key);
    }

    [Fact]
    public async Task BookRoom_EverythingSaid_CommandHasIt()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken);

        await BookAsync(factory,
            Input + """ coHostIds: ["advisor-3", "advisor-2"], purpose: DROP_IN, title: "T", idempotencyKey: "k" """, "code");

        var command = grains.Command<BookRoom>("IAdvisorGrain.BookAsync");
        Assert.Equal([new AdvisorId("advisor-3"), new AdvisorId("advisor-2")], command.CoHosts);
        Assert.Equal(BookingPurpose.DropIn, command.Purpose);
        Assert.Equal("T", command.Title);
        Assert.Equal(IdSource.KeyOf("ana", "k"), command.Key!.Key);
    }

    // A client may repeat a call in another spelling: as a variable, in UTC, with its defaults said.
    [Fact]
    public async Task BookRoom_RepeatSpelledOtherwise_HasTheSameKeyAndFingerprint()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken);

        await BookAsync(factory, Input + """ idempotencyKey: "k" """, "code");
        await ApiSchema.ExecuteAsync(
            factory, "mutation($input: BookRoomInput!) { bookRoom(input: $input) { errors { code } } }",
            ApiSchema.Caller(("role", "ADVISOR"), ("advisor", "advisor-1")),
            """
            { "input": { "idempotencyKey": "k", "seats": 8, "advisorId": "advisor-1", "roomId": "room-1", "coHostIds": [],
              "purpose": "WORKSHOP", "title": null,
              "period": { "start": "2027-03-02T08:30:00Z", "end": "2027-03-02T10:30:00.000Z" } } }
            """);

        var keys = grains.Calls.Select(call => call.Arguments[0]).OfType<BookRoom>().Select(command => command.Key).ToList();
        Assert.Equal(2, keys.Count);
        Assert.NotNull(keys[0]);
        Assert.Equal(keys[0], keys[1]);
    }

    [Fact]
    public async Task BookRoom_ConflictWithoutAlternativesSelected_SearchIsNotAsked()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken).On("IRoomGrain.GetAsync", Room);

        var errors = await BookAsync(factory, Input,
            "code ... on SlotConflict { conflicts { state seatsTaken period { start end } network { id } } }");

        Assert.Equal(
            """[{"code":"SLOT_TAKEN","conflicts":[{"state":"BUSY","seatsTaken":8,"period":{"start":"2027-03-02T09:30:00+01:00","end":"2027-03-02T11:30:00+01:00"},"network":null}]}]""",
            errors);
        Assert.DoesNotContain(grains.Calls, call => call.Method.StartsWith("IRoomSearchGrain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BookRoom_ConflictWithAlternativesSelected_SearchIsAskedForEveryoneInvolved()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken)
            .On("IRoomGrain.GetAsync", Room)
            .On<ImmutableArray<Alternative>>("IRoomSearchGrain.AlternativesAsync", _ =>
            [
                new Alternative(new RoomId("room-1"), new Period(Wanted.End, Wanted.End + Wanted.Length)),
                new Alternative(new RoomId("room-2"), Wanted),
            ]);

        var errors = await BookAsync(factory, Input + """ coHostIds: ["advisor-2"] """,
            "... on SlotConflict { alternatives { room { id } period { start } } }");

        Assert.Equal(
            """[{"alternatives":[{"room":{"id":"room-1"},"period":{"start":"2027-03-02T11:30:00+01:00"}},{"room":{"id":"room-2"},"period":{"start":"2027-03-02T09:30:00+01:00"}}]}]""",
            errors);
        var query = grains.Command<AlternativesQuery>("IRoomSearchGrain.AlternativesAsync");
        Assert.Equal((new RoomId("room-1"), Wanted, 8), (query.Room, query.Period, query.Seats));
        Assert.Equal([new AdvisorId("advisor-1"), new AdvisorId("advisor-2")], query.Advisors);
    }

    [Fact]
    public async Task BookRoom_SearchFails_RefusalIsToldWithoutAlternatives()
    {
        var (factory, grains) = ScriptedGrains.Create();
        grains.On<Outcome<BookingView>>("IAdvisorGrain.BookAsync", _ => Taken)
            .On<ImmutableArray<Alternative>>("IRoomSearchGrain.AlternativesAsync", _ => throw new TimeoutException());

        var errors = await BookAsync(factory, Input, "code ... on SlotConflict { alternatives { room { id } } }");

        Assert.Equal("""[{"code":"SLOT_TAKEN","alternatives":[]}]""", errors);
    }

    private static RoomView? Room(string key) => new()
    {
        Id = new RoomId(key),
        Venue = new VenueId("venue-1"),
        TimeZone = "Europe/Paris",
        Details = new RoomDetails { Name = key, Seats = 8, Policy = BookingPolicy.Default },
    };

    private static async Task<string> BookAsync(IGrainFactory factory, string input, string selection)
    {
        var answer = await ApiSchema.ExecuteAsync(
            factory, $$"""mutation { bookRoom(input: { {{input}} }) { errors { {{selection}} } } }""",
            ApiSchema.Caller(("role", "ADVISOR"), ("advisor", "advisor-1")));
        return answer.GetProperty("data").GetProperty("bookRoom").GetProperty("errors").GetRawText();
    }
}
