namespace Scheduling.Silo.Tests.Access;

/// <content>Settings that change, closures that are taken back, and absences.</content>
internal static partial class Probes
{
    private static Dictionary<string, Probe> Changes() => new()
    {
        ["Mutation.removeClosure"] = TakesBack(
            "removeClosure", seed => $$"""venueId: "{{seed.Venue}}", closureId""", "closure") with
        { PrepareAsync = (world, slot) => world.Seed.CloseAsync(world, slot) },
        ["Mutation.updateVenue"] = Renames("updateVenue", seed => $$"""venueId: "{{seed.Venue}}" """, "venue"),
        ["Mutation.updateVenue (network)"] = Renames("updateVenue", seed => $$"""venueId: "{{seed.NetworkVenue}}" """, "venue"),
        ["Mutation.updateRoom"] = Renames("updateRoom", seed => $$"""roomId: "{{seed.Room}}" """, "room"),
        ["Mutation.updateRoom (network)"] = Renames("updateRoom", seed => $$"""roomId: "{{seed.NetworkRoom}}" """, "room"),
        // Still somebody's name: other rows look for persons.
        ["Mutation.updateAdvisor"] = Probe.Does(
            "updateAdvisor", (seed, attempt) => $$"""advisorId: "{{seed.Peer}}", name: "{{attempt.Text}} {{AccessWorld.Person}}" """, "advisor { name }"),
        ["Mutation.addUnavailability"] = Probe.Does(
            "addUnavailability",
            (seed, attempt) => $$"""advisorId: "{{seed.Lead}}", period: {{attempt.Slot}}, reason: "{{attempt.Text}}" """,
            "unavailability { reason }"),
        ["Mutation.removeUnavailability"] = TakesBack(
            "removeUnavailability", seed => $$"""advisorId: "{{seed.Lead}}", unavailabilityId""", "unavailability") with
        { PrepareAsync = (world, slot) => world.Seed.LeaveAsync(world, slot) },
    };

    private static Probe Renames(string mutation, Func<AccessSeed, string> what, string made) => Probe.Does(
        mutation, (seed, attempt) => $$"""{{what(seed)}}, name: "{{attempt.Text}}" """, $$"""{{made}} { name }""");

    // What is prepared has its reason already: there is no text of the try to look for.
    private static Probe TakesBack(string mutation, Func<AccessSeed, string> what, string made) => new()
    {
        SendAsync = (attempt, token) => attempt.World.AskAsync(
            $$"""
            mutation { {{mutation}}(input: { {{what(attempt.World.Seed)}}: "{{attempt.Booking}}" })
              { {{made}} { id } errors { code message } } }
            """,
            token),
    };
}
