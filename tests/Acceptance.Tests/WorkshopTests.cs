using System.Text;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>Workshops and their attendees, over HTTP.</summary>
public sealed class WorkshopTests(SharedServer shared)
{
    private const int Callers = 500;
    private const int Places = 8;

    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Register_ByFiveHundredCallersOfTwoNetworks_EightHaveAPlaceAndTheRestWaitsInOrderOfArrival()
    {
        var (town, lead, booking) = await WorkshopAsync(_server);
        Caller[] managers = [town.Post.Manager, town.Emmaus.Manager];

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => managers[i % 2].MutateAsync(
            "registerAttendee", new { bookingId = booking, reference = $"a{i}", idempotencyKey = $"{booking}-{i}" })));

        var attendees = answers.Select(answer => answer.Accepted().At("attendee")).ToList();
        Assert.Equal(Places, attendees.Count(attendee => attendee.Text("status") == "REGISTERED"));
        Assert.Equal(Enumerable.Range(1, Callers - Places), attendees.Where(attendee => attendee.Text("status") == "WAITING")
            .Select(attendee => attendee.Number("position")).Order());
        // In order of arrival, as the lead sees them: everybody once, the places first, then the positions one by one.
        var listed = await AttendeesAsync(lead.Caller, booking);
        Assert.Equal(attendees.Select(attendee => attendee.Text("reference")).Order(), listed.Select(attendee => attendee.Text("reference")).Order());
        Assert.All(listed.Take(Places), attendee => Assert.Equal("REGISTERED", attendee.Text("status")));
        Assert.Equal(Enumerable.Range(1, Callers - Places), listed.Skip(Places).Select(attendee => attendee.Number("position")));
        var position = attendees.ToDictionary(attendee => attendee.Text("reference"), attendee => attendee.At("position").ToString());
        Assert.All(listed, attendee => Assert.Equal(position[attendee.Text("reference")], attendee.At("position").ToString()));
    }

    [Fact]
    public async Task Cancel_OneOfEight_TheFirstWhoWaitedIsToldSo()
    {
        var (town, lead, booking) = await WorkshopAsync(_server);
        for (var i = 0; i < Places + 2; i++)
            await RegisterAsync(town.Post, booking, $"a{i}");

        var cancelled = (await town.Post.Manager.MutateAsync(
            "cancelRegistration", new { bookingId = booking, reference = "a3", reason = "Malade" })).Accepted();

        Assert.Equal(("CANCELLED", 8, 1), (cancelled.Text("attendee.status"), cancelled.Number("workshop.registered"), cancelled.Number("workshop.waiting")));
        Assert.Equal("REGISTERED", (await RegisterAsync(town.Post, booking, "a8")).Text("attendee.status"));
        var story = (await lead.Caller.QueryAsync(
            "query($id: ID!) { workshop(bookingId: $id) { history(first: 100) { nodes { what by reference note } } } }",
            new { id = booking })).List("workshop.history.nodes");
        Assert.Equal([("CANCELLED", "a3"), ("PROMOTED", "a8")], story.TakeLast(2).Select(step => (step.Text("what"), step.Text("reference"))));
        Assert.Equal("Malade", story[^2].Text("note"));
    }

    [Fact]
    public async Task Look_ByOwnerAndOtherNetwork_ShowsCountsAndNobodyOfOthers()
    {
        var (town, _, booking) = await WorkshopAsync(_server);
        await RegisterAsync(town.Post, booking, "ours-1");
        const string query = "query($id: ID!) { booking(id: $id) { workshop { places registered attendees { nodes { reference } } history { nodes { by } } } } }";

        var owner = (await town.Mayor.QueryAsync(query, new { id = booking })).At("booking.workshop");

        Assert.Equal((Places, 1), (owner.Number("places"), owner.Number("registered")));
        Assert.Empty(owner.List("attendees.nodes"));
        Assert.Empty(owner.List("history.nodes"));
        Assert.Empty(await AttendeesAsync(town.Emmaus.Manager, booking));
        Assert.Single(await AttendeesAsync(town.Post.Manager, booking));
        Assert.Equal("FORBIDDEN", (await _server.Display.SendAsync(
            "query($id: ID!) { workshop(bookingId: $id) { registered } }", new { id = booking })).ErrorCode);
    }

    [Fact]
    public async Task Forget_OnSqlite_LeavesNoByteOfTheReferenceInItsFiles()
    {
        const string secret = "secret-reference";
        using var folder = new TempFolder();
        await using var server = await Server.StartAsync(Server.Options(folder));
        var (town, _, booking) = await WorkshopAsync(server);
        await RegisterAsync(town.Post, booking, "stays-1");
        // Enough of them that the record shrinks by pages, which keep what was in them unless they are overwritten.
        string[] forgotten = [.. Enumerable.Range(0, 60).Select(i => $"{secret}-{i}")];
        foreach (var reference in forgotten)
            await RegisterAsync(town.Post, booking, reference);
        Assert.True(Holds(folder, secret));

        foreach (var reference in forgotten)
            (await town.Post.Manager.MutateAsync(
                "forgetAttendee", new { bookingId = booking, reference, idempotencyKey = $"forget {Array.IndexOf(forgotten, reference)}" })).Accepted();

        Assert.Equal(["stays-1"], (await AttendeesAsync(town.Post.Manager, booking)).Select(attendee => attendee.Text("reference")));
        // What its log still holds goes into the file then.
        Assert.Equal(0, await server.StopAsync());
        Assert.False(Holds(folder, secret));
        Assert.True(Holds(folder, "stays-1"));
    }

    private static async Task<(Town Town, Advisor Lead, string Booking)> WorkshopAsync(Server server)
    {
        var town = await Town.FoundAsync(server);
        var lead = await town.Post.HireAsync();
        var booked = await lead.BookAsync(await town.RoomAsync(), s_morning, seats: Places);
        return (town, lead, booked.Accepted().Text("booking.id"));
    }

    private static async Task<JsonElement> RegisterAsync(Network network, string booking, string reference) =>
        (await network.Manager.MutateAsync("registerAttendee", new { bookingId = booking, reference })).Accepted();

    private static async Task<IReadOnlyList<JsonElement>> AttendeesAsync(Caller caller, string booking)
    {
        List<JsonElement> all = [];
        string? after = null;
        do
        {
            var page = (await caller.QueryAsync(
                "query($id: ID!, $after: String) { workshop(bookingId: $id) { attendees(first: 100, after: $after) "
                + "{ nodes { reference status position } pageInfo { hasNextPage endCursor } } } }",
                new { id = booking, after })).At("workshop.attendees");
            all.AddRange(page.List("nodes"));
            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        return all;
    }

    private static bool Holds(TempFolder folder, string text) =>
        Directory.GetFiles(folder.File("data"), "scheduling.db*").Any(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
