using System.Text.Json;
using NodaTime;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// Every rule refuses with its name, what it allows and what was asked; whatever it refuses takes nothing.
/// </summary>
public sealed class RuleTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    public static TheoryData<string, string, string, string, string, string> Policies => new()
    {
        { "minimumNotice", "P60D", "09:30", "11:00", "P60D", "" },
        { "maximumAdvance", "P7D", "09:30", "11:00", "P7D", "" },
        { "minimumDuration", "PT2H", "09:30", "11:00", "PT2H", "PT1H30M" },
        { "maximumDuration", "PT1H", "09:30", "11:00", "PT1H", "PT1H30M" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Book_AgainstThePolicy_NamesRuleLimitAndValue(string rule, string value, string from, string to,
        string limit, string actual)
    {
        var town = await Town.FoundAsync(shared.Server);
        var room =
            await town.RoomAsync(await town.VenueAsync(), policy: new Dictionary<string, string> { [rule] = value });
        var advisor = await town.Post.HireAsync();
        var slot = Slot.On(Slot.Monday, from, to);

        var refused = await advisor.BookAsync(room, slot);

        Assert.Equal(["POLICY"], refused.Codes());
        Assert.Equal((rule, limit), (refused.Text("errors.0.rule"), refused.Text("errors.0.limit")));
        Assert.StartsWith(actual.Length > 0 ? actual : "P", refused.Text("errors.0.actual"));
        Assert.Empty(await town.BookingsAsync(room, slot));
        Assert.All(await FreeBusyAsync(advisor, slot), stretch => Assert.Equal("FREE", stretch.Text("state")));
    }

    [Fact]
    public async Task Book_WithBuffers_KeepsThemFreeBetweenBookings()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(),
            policy: new { setupBuffer = "PT30M", teardownBuffer = "PT15M" });
        var (first, second) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        (await first.BookAsync(room, s_morning)).Accepted();

        var tooClose = await second.BookAsync(room, Slot.On(Slot.Monday, "11:30", "12:30"));
        var farEnough = await second.BookAsync(room, Slot.On(Slot.Monday, "11:45", "12:45"));

        Assert.Equal(["SLOT_TAKEN"], tooClose.Codes());
        Assert.Equal(Slot.Between(Slot.Monday + new LocalTime(9, 0), Slot.Monday + new LocalTime(11, 15)),
            Slot.Of(tooClose.At("errors.0.conflicts.0.period")));
        farEnough.Accepted();
    }

    [Fact]
    public async Task Book_MoreSeatsThanTheRoomHas_NamesBoth()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, advisor) = (await town.RoomAsync(seats: 8), await town.Post.HireAsync());

        var refused = await advisor.BookAsync(room, s_morning, seats: 9);

        Assert.Equal(["SEATS_EXCEEDED"], refused.Codes());
        Assert.Equal(("seats", "8", "9"), Rule(refused));
    }

    [Fact]
    public async Task Book_MorePeopleThanTheBuildingMayHold_NamesLimitAndValue()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync(maxOccupancy: 10);
        string[] rooms = [await town.RoomAsync(venue, name: "A"), await town.RoomAsync(venue, name: "B")];
        var (first, second) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        var booking = (await first.BookAsync(rooms[0], s_morning, seats: 6)).Accepted().Text("booking.id");

        var refused = await second.BookAsync(rooms[1], Slot.On(Slot.Monday, "10:30", "12:00"), seats: 5);

        Assert.Equal(["VENUE_FULL"], refused.Codes());
        Assert.Equal(("maxOccupancy", "10", "11"), Rule(refused));
        Assert.All(await town.CalendarAsync(rooms[1], s_morning), stretch =>
            Assert.Equal("FREE", stretch.Text("state")));
        (await second.BookAsync(rooms[1], Slot.On(Slot.Monday, "11:00", "12:00"), seats: 5)).Accepted();
        (await first.CancelAsync(booking)).Accepted();
        (await (await town.Post.HireAsync()).BookAsync(rooms[0], s_morning, seats: 10)).Accepted();
    }

    [Fact]
    public async Task Book_OutsideWorkingHours_NamesThem()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, advisor) = (await town.RoomAsync(),
            await town.Post.HireAsync([new { day = "MONDAY", opens = "09:00", closes = "10:30" }]));

        var refused = await advisor.BookAsync(room, s_morning);

        Assert.Equal(["ADVISOR_BUSY"], refused.Codes());
        Assert.Equal("workingHours", refused.Text("errors.0.rule"));
        Assert.Equal("MONDAY 09:00-10:30", refused.Text("errors.0.limit"));
        (await advisor.BookAsync(room, Slot.On(Slot.Monday, "09:00", "10:30"))).Accepted();
    }

    [Fact]
    public async Task Book_WithCoHosts_TakesAllOrNothing()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync();
        string[] rooms = [await town.RoomAsync(venue, name: "A"), await town.RoomAsync(venue, name: "B")];
        var team = await town.Post.HireAsync(3);
        (await team[2].BookAsync(rooms[1], s_morning)).Accepted();

        var refused = await team[0].BookAsync(rooms[0], s_morning, coHosts: [team[1], team[2]]);

        Assert.Equal(["ADVISOR_BUSY"], refused.Codes());
        Assert.All(await town.CalendarAsync(rooms[0], s_morning), stretch =>
            Assert.Equal("FREE", stretch.Text("state")));
        foreach (var advisor in team[..2])
            Assert.All(await FreeBusyAsync(advisor, s_morning), stretch => Assert.Equal("FREE", stretch.Text("state")));
        var made = (await team[0].BookAsync(rooms[0], s_morning, coHosts: [team[1]])).Accepted();
        Assert.Equal([team[1].Id], made.List("booking.coHosts").Select(coHost => coHost.Text("id")));
        Assert.Equal("BUSY", Assert.Single(await FreeBusyAsync(team[1], s_morning)).Text("state"));
        Assert.Equal("CONFIRMED", (await team[1].FindAsync(made.Text("booking.id"))).Text("status"));
    }

    [Fact]
    public async Task Book_RoomOnRequest_WaitsForItsOwner()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(), policy: new { approval = "ON_REQUEST" });

        var asked = await (await town.Post.HireAsync()).BookAsync(room, s_morning);

        Assert.Empty(asked.Codes());
        Assert.Equal("PENDING", asked.Text("booking.status"));
    }

    [Fact]
    public async Task Book_SeveralRulesBroken_NamesThemAll()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(), seats: 8, policy: new { maximumDuration = "PT1H" });
        var advisor = await town.Post.HireAsync([new { day = "FRIDAY", opens = "09:00", closes = "12:00" }]);

        var refused = await advisor.BookAsync(room, Slot.On(Slot.Monday, "19:00", "21:00"), seats: 9);

        Assert.Equal(["ADVISOR_BUSY", "OUTSIDE_OPENING_HOURS", "POLICY", "SEATS_EXCEEDED"],
            refused.Codes().Order(StringComparer.Ordinal));
    }

    private static (string, string, string) Rule(JsonElement refused) =>
        (refused.Text("errors.0.rule"), refused.Text("errors.0.limit"), refused.Text("errors.0.actual"));

    private static async Task<IReadOnlyList<JsonElement>> FreeBusyAsync(Advisor advisor, Slot during) =>
        (await advisor.Caller.QueryAsync(
        "query($id: ID!, $during: PeriodInput!) { advisor(id: $id) { freeBusy(during: $during) { state seatsTaken network { id } period { start end } } } }",
        new { id = advisor.Id, during = during.Input })).List("advisor.freeBusy");
}
