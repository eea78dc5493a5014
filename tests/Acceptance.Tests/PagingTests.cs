using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>Every list can be walked in pages of any size, without gaps and without anything twice.</summary>
public sealed class PagingTests(SharedServer shared)
{
    private const int Count = 23;

    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Walk_VenuesOfAMunicipality_AllOnceInTheirOrder()
    {
        var town = await Town.FoundAsync(_server);
        var made = await InTurnAsync(Count, _ => town.VenueAsync());

        await AssertWalkAsync(town.Mayor, $"municipality(inseeCode: \"{town.InseeCode}\")", "venues", "", made);
    }

    [Fact]
    public async Task Walk_AdvisorsOfANetwork_AllOnceInTheirOrder()
    {
        var town = await Town.FoundAsync(_server);
        var made = await InTurnAsync(Count, async _ => (await town.Post.HireAsync()).Id);

        await AssertWalkAsync(town.Post.Manager, $"network(id: \"{town.Post.Id}\")", "advisors", "", made);
    }

    [Fact]
    public async Task Walk_AvailableRooms_ByNameAndByDistance()
    {
        var town = await Town.FoundAsync(_server);
        var made = await InTurnAsync(Count, async i =>
            await town.RoomAsync(await town.VenueAsync(north: 0.005 * i), name: $"Salle {Count - i:00}"));
        var during = $"during: {{ start: \"{s_morning.Start}\", end: \"{s_morning.End}\" }}";

        await AssertWalkAsync(_server.Display,
            null, "availableRooms", $"where: {{ {during}, inseeCode: \"{town.InseeCode}\" }}", [.. made.Reverse()]);
        await AssertWalkAsync(_server.Display, null, "availableRooms",
            FormattableString.Invariant($"where: {{ {during}, near: {{ latitude: {town.Latitude}, longitude: {town.Longitude} }} }}"), made);
    }

    [Fact]
    public async Task Walk_BookingsOfARoomAndOfAnAdvisor_ByStart()
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var made = await InTurnAsync(Count, async i =>
            (await advisor.BookAsync(room, s_morning.Later(Count - i))).Accepted().Text("booking.id"));
        var all = Slot.Days(Slot.Monday, 60);
        var during = $"during: {{ start: \"{all.Start}\", end: \"{all.End}\" }}";

        await AssertWalkAsync(town.Mayor, $"room(id: \"{room}\")", "bookings", during, [.. made.Reverse()]);
        await AssertWalkAsync(advisor.Caller, $"advisor(id: \"{advisor.Id}\")", "bookings", during,
            [.. made.Reverse()]);
    }

    [Fact]
    public async Task Walk_SomethingGoesMeanwhile_TheRestIsStillThereOnce()
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var made = await InTurnAsync(6, async i =>
            (await advisor.BookAsync(room, s_morning.Later(i))).Accepted().Text("booking.id"));
        var all = Slot.Days(Slot.Monday, 7);
        var arguments = $"during: {{ start: \"{all.Start}\", end: \"{all.End}\" }}";
        var first = await PageAsync(town.Mayor, $"room(id: \"{room}\")", "bookings", arguments, 3, after: null);

        (await advisor.CancelAsync(made[2])).Accepted();
        var rest = await PageAsync(town.Mayor, $"room(id: \"{room}\")", "bookings", arguments, 3,
            first.Text("pageInfo.endCursor"));

        Assert.Equal(made[3..], rest.List("nodes").Select(node => node.Text("id")));
    }

    private static async Task AssertWalkAsync(Caller caller, string? parent, string list, string arguments,
        string[] expected)
    {
        foreach (var size in new[] { 1, 7, Count, 100 })
        {
            var seen = new List<string>();
            string? after = null;
            bool more;
            do
            {
                var page = await PageAsync(caller, parent, list, arguments, size, after);
                var edges = page.List("edges");
                Assert.Equal(edges.Select(edge => edge.Text("node.id")),
                    page.List("nodes").Select(node => node.Text("id")));
                Assert.Equal(after is not null, page.At("pageInfo.hasPreviousPage").GetBoolean());
                Assert.Equal((edges[0].Text("cursor"), edges[^1].Text("cursor")),
                    (page.Text("pageInfo.startCursor"), page.Text("pageInfo.endCursor")));
                seen.AddRange(edges.Select(edge => edge.Text("node.id")));
                more = page.At("pageInfo.hasNextPage").GetBoolean();
                Assert.True(edges.Count == size || !more, $"a page of {edges.Count}, not {size}, and more to come");
                after = page.Text("pageInfo.endCursor");
            }
            while (more);

            Assert.Equal(expected, seen);
        }
    }

    private static async Task<JsonElement> PageAsync(Caller caller, string? parent, string list, string arguments,
        int size, string? after)
    {
        var field = $"{list}({arguments} first: {size} after: $after) {{ edges {{ cursor node {{ id }} }} nodes {{ id }} "
            + "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
        var document = $"query($after: String) {{ {(parent is null ? field : $"parent: {parent} {{ {field} }}")} }}";
        return (await caller.QueryAsync(document, new { after })).At(parent is null ? list : $"parent.{list}");
    }

    private static async Task<string[]> InTurnAsync(int count, Func<int, Task<string>> make)
    {
        var made = new string[count];
        for (var i = 0; i < count; i++)
            made[i] = await make(i);
        return made;
    }
}
