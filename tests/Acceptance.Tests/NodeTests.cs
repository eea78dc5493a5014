namespace Scheduling.Acceptance.Tests;

/// <summary>Anything by its id, and the caller as the server knows it.</summary>
public sealed class NodeTests(SharedServer shared)
{
    private const string ById =
        "query($id: ID!) { node(id: $id) { id __typename ... on Municipality { name } ... on Network { name } ... on Advisor { name network { id } } "
        + "... on Venue { name owner { id } } ... on Room { name venue { id } } ... on Booking { room { id } } } }";

    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Node_OfEachKind_IsFoundAndUnknownOnesAreNull()
    {
        var town = await Town.FoundAsync(_server);
        var (venue, advisor) = (await town.VenueAsync(), await town.Post.HireAsync());
        var room = await town.RoomAsync(venue);
        var booking = (await advisor.BookAsync(room, Slot.On(Slot.Monday, "09:30", "11:00"))).Accepted()
            .Text("booking.id");
        foreach (var (id, kind) in new[]
        {
            (town.Id, "Municipality"), (town.Post.Id, "Network"), (advisor.Id, "Advisor"),
            (venue, "Venue"), (room, "Room"), (booking, "Booking"),
        })
        {
            var found = (await advisor.Caller.QueryAsync(ById, new { id })).At("node");
            Assert.Equal((id, kind), (found.Text("id"), found.Text("__typename")));
            var unknown = id == town.Id ? "municipality-98735" : $"{id[..^4]}none";
            Assert.True((await advisor.Caller.QueryAsync(ById, new { id = unknown }))
                .IsNull("node"), $"{unknown} is something");
        }
    }

    [Fact]
    public async Task Viewer_OfEachRole_IsWhoTheTokenSays()
    {
        var town = await Town.FoundAsync(_server);
        var advisor = await town.Post.HireAsync();

        Assert.Equal(("ADMIN", null, null), await WhoAsync(_server.Admin));
        Assert.Equal(("MANAGER", null, town.Id), await WhoAsync(town.Mayor));
        Assert.Equal(("MANAGER", null, town.Post.Id), await WhoAsync(town.Post.Manager));
        Assert.Equal(("ADVISOR", advisor.Id, null), await WhoAsync(advisor.Caller));
        Assert.Equal(("DISPLAY", null, null), await WhoAsync(_server.Display));
    }

    private static async Task<(string Role, string? Advisor, string? Organization)> WhoAsync(Caller caller)
    {
        var viewer = (await caller.QueryAsync("{ viewer { subject roles advisor { id } organization { id } } }"))
            .At("viewer");
        Assert.NotEmpty(viewer.Text("subject"));
        return (Assert.Single(viewer.List("roles")).GetString()!,
            viewer.IsNull("advisor") ? null : viewer.Text("advisor.id"),
            viewer.IsNull("organization") ? null : viewer.Text("organization.id"));
    }
}
