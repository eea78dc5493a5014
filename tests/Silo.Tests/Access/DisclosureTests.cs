namespace Scheduling.Silo.Tests.Access;

/// <summary>What a refusal that explains itself gives away: networks, times and rooms, never persons.</summary>
[Collection(AccessCollection.Name)]
public sealed class DisclosureTests(AccessWorld world)
{
    private const string Conflict =
        """
        errors { code message ... on SlotConflict {
          conflicts { period { start } state seatsTaken network { name } }
          alternatives { period { start } room { name } } } }
        """;

    [Fact]
    public async Task BookRoom_TakenByAnotherNetwork_NamesTheNetworkAndNobody()
    {
        var slot = await TakenSlotAsync();

        var answer = await BookAsync("adv2", world.Seed.Room, world.Seed.Rival, slot);

        Assert.Equal("SLOT_TAKEN", answer.Outcome);
        AssertNamesNobody(answer);
        Assert.Contains("La Poste", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BookRoom_AdvisorIsEngaged_SaysSoWithoutTheReason()
    {
        var slot = await TakenSlotAsync();

        var answer = await BookAsync("peer", world.Seed.NetworkRoom, world.Seed.Peer, slot, world.Seed.CoHost);

        Assert.Equal("ADVISOR_BUSY", answer.Outcome);
        AssertNamesNobody(answer);
    }

    [Fact]
    public async Task CloseVenue_BookingsStand_NamesTheNetworkAndNobody()
    {
        var slot = await TakenSlotAsync();

        var answer = await world.AskAsync(
            $$"""
            mutation { closeVenue(input: { venueId: "{{world.Seed.Venue}}", period: {{slot}} })
              { closure { id } {{Conflict}} } }
            """,
            world.Callers["town"]);

        Assert.Equal("SLOT_TAKEN", answer.Outcome);
        AssertNamesNobody(answer);
        Assert.Contains("La Poste", answer.Body, StringComparison.Ordinal);
    }

    private static void AssertNamesNobody(Answer answer)
    {
        // A booking's identity holds its lead's.
        foreach (var trace in new[] { AccessWorld.Person, "advisor-", "booking-" })
            Assert.DoesNotContain(trace, answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> TakenSlotAsync()
    {
        var slot = AccessSeed.Slot(world.Next());
        await world.Seed.BookAsync(world, slot);
        return slot;
    }

    private Task<Answer> BookAsync(string caller, string room, string lead, string slot, params string[] coHosts)
    {
        var others = string.Join(", ", coHosts.Select(id => $"\"{id}\""));
        return world.AskAsync(
            $$"""
            mutation { bookRoom(input: { roomId: "{{room}}", advisorId: "{{lead}}", coHostIds: [{{others}}],
              period: {{slot}}, seats: 1 }) { booking { id } {{Conflict}} } }
            """,
            world.Callers[caller]);
    }
}
