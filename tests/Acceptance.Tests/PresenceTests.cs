using System.Text.Json;
using NodaTime;

namespace Scheduling.Acceptance.Tests;

/// <summary>People who come and go, on the real server by the real clock; and the way from one venue to the next.</summary>
public sealed class PresenceTests(SharedServer shared)
{
    [Fact]
    public async Task CheckInAndOut_OfABookingThatBegins_FreesTheRestForAnotherNetwork()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Always), policy: new { noShowRelease = "PT20M" });
        var (advisor, other) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        var soon = SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(10);
        var slot = new Slot(soon, soon + Duration.FromHours(1), Slot.Paris);
        var booking = (await advisor.BookAsync(room, slot)).Accepted().Text("booking.id");

        var present = (await town.Mayor.MutateAsync("checkIn", new { bookingId = booking, people = 5, note = "Clé rendue" })).Accepted();
        var stranger = await other.Caller.MutateAsync("checkOut", new { bookingId = booking });
        var gone = (await advisor.Caller.MutateAsync("checkOut", new { bookingId = booking, idempotencyKey = "out" })).Accepted();
        var again = (await advisor.Caller.MutateAsync("checkOut", new { bookingId = booking, idempotencyKey = "out" })).Accepted();

        Assert.Equal("IN_PROGRESS", present.Text("booking.status"));
        Assert.Equal("Clé rendue", present.Text("booking.history.1.note"));
        Assert.Equal(["FORBIDDEN"], stranger.Codes());
        Assert.Equal(("COMPLETED", "COMPLETED"), (gone.Text("booking.status"), again.Text("booking.status")));
        var found = (await advisor.Caller.QueryAsync(
            "query($id: ID!) { booking(id: $id) { checkedInAt checkedOutAt peoplePresent room { policy { noShowRelease } } } }", new { id = booking })).At("booking");
        Assert.Equal(5, found.GetProperty("peoplePresent").GetInt32());
        Assert.True(Slot.Instant(found.Text("checkedInAt")) <= Slot.Instant(found.Text("checkedOutAt")));
        Assert.Equal("PT20M", found.Text("room.policy.noShowRelease"));
        (await other.BookAsync(room, slot)).Accepted();
    }

    [Fact]
    public async Task CheckIn_DaysBefore_SaysFromWhenOn()
    {
        var town = await Town.FoundAsync(shared.Server);
        var advisor = await town.Post.HireAsync();
        var slot = Slot.On(Slot.Monday, "09:30", "11:00");
        var booking = (await advisor.BookAsync(await town.RoomAsync(), slot)).Accepted().Text("booking.id");

        var early = await advisor.Caller.MutateAsync("checkIn", new { bookingId = booking });

        Assert.Equal(["WRONG_STATE"], early.Codes());
        Assert.Contains($"{slot.Day}T09:15", early.Error("WRONG_STATE").Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PT0S")]
    [InlineData("PT59S")]
    [InlineData("P8D")]
    public async Task PublishRoom_NoShowReleaseOutOfBounds_IsInvalid(string release)
    {
        var town = await Town.FoundAsync(shared.Server);

        var refused = await town.Mayor.MutateAsync("publishRoom",
            new { venueId = await town.VenueAsync(), name = "Salle", seats = 8, policy = new { noShowRelease = release } });

        Assert.Equal("policy.noShowRelease", refused.Error("INVALID_INPUT").Text("field"));
    }

    [Fact]
    public async Task Book_NextTownTooSoon_NamesTheTravelTime()
    {
        var town = await Town.FoundAsync(shared.Server);
        var advisor = await town.Post.HireAsync();
        // 22.2 km in a straight line, 28.9 by road.
        var (here, there) = (await town.RoomAsync(), await town.RoomAsync(await town.VenueAsync(north: 0.2)));
        var slot = Slot.On(Slot.Monday, "09:30", "11:00");
        (await advisor.BookAsync(here, slot)).Accepted();

        var refused = await advisor.BookAsync(there, Slot.On(Slot.Monday, "11:30", "12:30"));

        var refusal = refused.Error("ADVISOR_BUSY");
        Assert.Equal(("travelTime", "PT39M", "PT30M"), (refusal.Text("rule"), refusal.Text("limit"), refusal.Text("actual")));
        (await advisor.BookAsync(there, Slot.On(Slot.Monday, "11:39", "12:30"))).Accepted();
    }

    [Fact]
    public async Task SetTravelRules_ByTheNetworksManager_ChangesOnlyWhatIsSaid()
    {
        var town = await Town.FoundAsync(shared.Server);

        var set = await town.Post.Manager.MutateAsync("setTravelRules", new { networkId = town.Post.Id, kilometresPerHour = 40.5 });
        var wrong = await town.Post.Manager.MutateAsync("setTravelRules", new { networkId = town.Post.Id, detourFactor = 0.5, margin = "P1D" });

        var rules = set.Accepted().At("network.travelRules");
        Assert.Equal((true, 1.3, 40.5, "PT10M"), (rules.GetProperty("enabled").GetBoolean(), rules.GetProperty("detourFactor").GetDouble(),
            rules.GetProperty("kilometresPerHour").GetDouble(), rules.Text("margin")));
        Assert.Equal(["INVALID_INPUT", "INVALID_INPUT"], wrong.Codes());
    }
}
