namespace Scheduling.Acceptance.Tests;

/// <summary>Two networks want one room: who waits gets what the other gives up.</summary>
public sealed class WaitlistTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Cancel_OtherNetworkWaits_GetsTheOfferBeforeAnybodyElse()
    {
        var town = await Town.FoundAsync(_server);
        var room = await town.RoomAsync();
        var (ana, ben, late) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync(), await town.Post.HireAsync());
        var held = (await ana.BookAsync(room, s_morning)).Accepted().Text("booking.id");
        var joined = await ben.Caller.MutateAsync("joinWaitlist", Wish(room, ben, s_morning));
        Assert.Equal("WAITING", joined.Accepted().Text("entry.status"));

        (await ana.CancelAsync(held)).Accepted();

        Assert.Equal(["SLOT_TAKEN"], (await late.BookAsync(room, s_morning)).Codes());
        var entry = (await ben.Caller.QueryAsync(
            "query($id: ID!) { waitlistEntry(id: $id) { status position booking { id status awaiting waitlistEntryId } } }",
            new { id = joined.Text("entry.id") })).At("waitlistEntry");
        Assert.Equal("OFFERED", entry.Text("status"));
        Assert.Equal("WAITLIST_OFFER", Assert.Single(entry.List("booking.awaiting")).GetString());
        Assert.Equal(joined.Text("entry.id"), entry.Text("booking.waitlistEntryId"));
        var accepted = await ben.Caller.MutateAsync("answerOffer", new { bookingId = entry.Text("booking.id"), decision = "ACCEPT" });
        Assert.Equal("CONFIRMED", accepted.Accepted().Text("booking.status"));
        Assert.Equal(ben.Id, Assert.Single(await town.BookingsAsync(room, s_morning)).Text("advisor.id"));
    }

    [Fact]
    public async Task Join_NeitherPeriodNorWindow_OrBoth_IsRefusedByName()
    {
        var town = await Town.FoundAsync(_server);
        var (room, ana) = (await town.RoomAsync(), await town.Post.HireAsync());
        var period = s_morning.Input;

        Assert.Equal("period", await FieldAsync(new { roomId = room, seats = 4, advisorId = ana.Id }));
        Assert.Equal("window", await FieldAsync(new { roomId = room, seats = 4, advisorId = ana.Id, period, window = period, length = "PT1H" }));
        Assert.Equal("length", await FieldAsync(new { roomId = room, seats = 4, advisorId = ana.Id, window = period }));
        Assert.Equal("length", await FieldAsync(new { roomId = room, seats = 4, advisorId = ana.Id, period, length = "PT1H" }));

        async Task<string> FieldAsync(object input) =>
            (await ana.Caller.MutateAsync("joinWaitlist", input)).Error("INVALID_INPUT").Text("field");
    }

    [Fact]
    public async Task Join_Window_GetsTheFirstSlotOfTheLengthAndMayLeave()
    {
        var town = await Town.FoundAsync(_server);
        var (room, ana, ben) = (await town.RoomAsync(), await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        (await ana.BookAsync(room, s_morning)).Accepted();
        var window = Slot.On(Slot.Monday, "09:00", "18:00");

        var joined = (await ben.Caller.MutateAsync("joinWaitlist",
            new { roomId = room, seats = 4, advisorId = ben.Id, window = window.Input, length = "PT2H", idempotencyKey = "wait" })).Accepted();
        var offered = await ben.FindAsync(joined.Text("entry.booking.id"));
        var left = await ben.Caller.MutateAsync("leaveWaitlist", new { entryId = joined.Text("entry.id"), reason = "Plus besoin" });

        Assert.Equal(Slot.On(Slot.Monday, "11:00", "13:00"), Slot.Of(offered.At("period")));
        Assert.Equal("LEFT", left.Accepted().Text("entry.status"));
        Assert.Equal("DECLINED", left.Text("entry.booking.status"));
    }

    private static object Wish(string room, Advisor advisor, Slot slot) =>
        new { roomId = room, seats = 4, advisorId = advisor.Id, period = slot.Input };
}
