namespace Scheduling.Silo.Tests.Access;

/// <summary>What a refusal that explains itself gives away: networks, times and rooms, never persons.</summary>
[Collection(AccessCollection.Name)]
public sealed class DisclosureTests(AccessWorld world)
{
    private const string Conflict =
        "errors { __typename code message ... on SlotConflict { conflicts { period { start } state seatsTaken network { name } } "
        + "alternatives { period { start } room { name } } } }";

    [Fact]
    public async Task BookRoom_TakenByAnotherNetwork_NamesTheNetworkAndNobody()
    {
        var slot = AccessSeed.Slot(world.Next());
        await world.Seed.BookAsync(world, slot);

        var answer = await world.AskAsync(
            $"mutation {{ bookRoom(input: {{ roomId: \"{world.Seed.Room}\", advisorId: \"{world.Seed.Rival}\", period: {slot}, seats: 1 }}) {{ booking {{ id }} {Conflict} }} }}",
            world.Callers["adv2"]);

        Assert.Equal("SLOT_TAKEN", answer.Outcome);
        AssertNamesTheNetworkOnly(answer);
    }

    [Fact]
    public async Task BookRoom_CoHostIsEngaged_SaysSoWithoutTheReason()
    {
        var slot = AccessSeed.Slot(world.Next());
        await world.Seed.BookAsync(world, slot);

        var answer = await world.AskAsync(
            $"mutation {{ bookRoom(input: {{ roomId: \"{world.Seed.NetworkRoom}\", advisorId: \"{world.Seed.Peer}\", coHostIds: [\"{world.Seed.CoHost}\"], "
            + $"period: {slot}, seats: 1 }}) {{ booking {{ id }} {Conflict} }} }}",
            world.Callers["peer"]);

        Assert.Equal("ADVISOR_BUSY", answer.Outcome);
        Assert.False(answer.Tells(AccessWorld.Person) || answer.Tells(world.Seed.Lead) || answer.Tells("booking-"), answer.Body);
    }

    [Fact]
    public async Task CloseVenue_BookingsStand_NamesTheNetworkAndNobody()
    {
        var slot = AccessSeed.Slot(world.Next());
        await world.Seed.BookAsync(world, slot);

        var answer = await world.AskAsync(
            $"mutation {{ closeVenue(input: {{ venueId: \"{world.Seed.Venue}\", period: {slot} }}) {{ closure {{ id }} {Conflict} }} }}", world.Callers["town"]);

        Assert.Equal("SLOT_TAKEN", answer.Outcome);
        AssertNamesTheNetworkOnly(answer);
    }

    private void AssertNamesTheNetworkOnly(Answer answer)
    {
        Assert.True(answer.Tells("La Poste"), answer.Body);
        Assert.False(answer.Tells(AccessWorld.Person) || answer.Tells("advisor-") || answer.Tells("booking-"), answer.Body);
    }
}
