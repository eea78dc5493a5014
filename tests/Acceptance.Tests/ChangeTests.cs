namespace Scheduling.Acceptance.Tests;

/// <summary>Settings that change while bookings stand, and absences, as clients meet them.</summary>
public sealed class ChangeTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    [Fact]
    public async Task UpdateVenue_FieldLeftOutOrNull_StaysOrIsCleared()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync(maxOccupancy: 40);

        var renamed = (await town.Mayor.MutateAsync("updateVenue", new { venueId = venue, name = "Foyer" })).Accepted();
        var cleared = (await town.Mayor.MutateAsync(
            "updateVenue", new { venueId = venue, maxOccupancy = (int?)null, location = (object?)null })).Accepted();

        Assert.Equal(("Foyer", 40, false), (renamed.Text("venue.name"), renamed.At("venue.maxOccupancy").GetInt32(), renamed.IsNull("venue.location")));
        Assert.Equal(("Foyer", true, true), (cleared.Text("venue.name"), cleared.IsNull("venue.maxOccupancy"), cleared.IsNull("venue.location")));
    }

    [Fact]
    public async Task UpdateVenue_NullAndLeftOutUnderOneKey_AreDifferentInputs()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync(maxOccupancy: 40);
        var key = Guid.NewGuid().ToString();

        (await town.Mayor.MutateAsync("updateVenue", new { venueId = venue, name = "Foyer", idempotencyKey = key })).Accepted();
        var other = await town.Mayor.MutateAsync(
            "updateVenue", new { venueId = venue, name = "Foyer", maxOccupancy = (int?)null, idempotencyKey = key });

        Assert.Equal(["IDEMPOTENCY_MISMATCH"], other.Codes());
    }

    [Fact]
    public async Task UpdateRoom_FewerSeatsThanBooked_IsRefusedOrCancels()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var booking = (await advisor.BookAsync(room, s_morning, seats: 12)).Accepted().Text("booking.id");

        var refused = await town.Mayor.MutateAsync("updateRoom", new { roomId = room, seats = 8 });
        var made = (await town.Mayor.MutateAsync("updateRoom", new { roomId = room, seats = 8, cancelBookings = true })).Accepted();

        Assert.Equal(["SLOT_TAKEN"], refused.Codes());
        Assert.Equal(s_morning, Slot.Of(Assert.Single(refused.List("errors.0.conflicts")).At("period")));
        Assert.Equal((8, booking), (made.At("room.seats").GetInt32(), Assert.Single(made.List("cancelled")).Text("id")));
    }

    [Fact]
    public async Task AddUnavailability_ThenBooking_IsAdvisorBusyUntilItIsTakenBack()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var away = (await shared.Server.Admin.MutateAsync(
            "addUnavailability", new { advisorId = advisor.Id, period = s_morning.Input, reason = "Formation" })).Accepted().Text("unavailability.id");

        var refused = await advisor.BookAsync(room, s_morning);
        (await shared.Server.Admin.MutateAsync("removeUnavailability", new { advisorId = advisor.Id, unavailabilityId = away })).Accepted();

        Assert.Equal(["ADVISOR_BUSY"], refused.Codes());
        (await advisor.BookAsync(room, s_morning)).Accepted();
    }
}
