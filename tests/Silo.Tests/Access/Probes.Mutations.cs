namespace Scheduling.Silo.Tests.Access;

/// <content>What changes something.</content>
internal static partial class Probes
{
    private const string BookingAsParty = $"booking {{ {Party} }}";

    private static Dictionary<string, Probe> Mutations() => new()
    {
        ["Mutation.registerMunicipality"] = Probe.Does(
            "registerMunicipality",
            (_, attempt) => $$"""name: "{{attempt.Text}}", inseeCode: "{{60_000 + attempt.Number}}" """,
            "municipality { name }"),
        ["Mutation.registerNetwork"] = Probe.Does(
            "registerNetwork", (_, attempt) => $$"""name: "{{attempt.Text}}" """, "network { name }"),
        ["Mutation.registerAdvisor"] = Probe.Does(
            "registerAdvisor",
            (seed, attempt) => $$"""name: "{{attempt.Text}}", networkId: "{{seed.Network}}" """,
            "advisor { name }"),
        ["Mutation.publishVenue"] = PublishesVenue(seed => seed.Town),
        ["Mutation.publishVenue (network)"] = PublishesVenue(seed => seed.Network),
        ["Mutation.publishRoom"] = PublishesRoom(seed => seed.Venue),
        ["Mutation.publishRoom (network)"] = PublishesRoom(seed => seed.NetworkVenue),
        ["Mutation.closeVenue"] = Closes(seed => seed.Venue) with { PrepareAsync = BookAsync },
        ["Mutation.closeVenue (network)"] = Closes(seed => seed.NetworkVenue) with { PrepareAsync = BookRivalAsync },
        ["Mutation.bookRoom"] = Books(seed => seed.Lead),
        ["Mutation.bookRoom (adv2 leads)"] = Books(seed => seed.Rival),
        ["Mutation.cancelBooking"] = Cancels() with { PrepareAsync = BookAsync },
        ["Mutation.cancelBooking (network)"] = Cancels() with { PrepareAsync = BookRivalAsync },
        ["Mutation.rescheduleBooking"] = Probe.Does(
            "rescheduleBooking",
            (_, attempt) =>
                $$"""
                bookingId: "{{attempt.Booking}}", reason: "{{attempt.Text}}", period: {{AccessSeed.Slot(attempt.World.Next())}}
                """,
            BookingAsParty) with
        { PrepareAsync = BookAsync },
        ["Mutation.changeBooking"] = Probe.Does(
            "changeBooking",
            (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", title: "{{attempt.Text}}", seats: 2""",
            BookingAsParty) with
        { PrepareAsync = BookAsync },
        ["Mutation.decideBooking"] = Probe.Does(
            "decideBooking",
            (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", decision: ACCEPT, note: "{{attempt.Text}}" """,
            BookingAsParty) with
        { PrepareAsync = AskAsync },
        ["Mutation.checkIn"] = Says("checkIn") with { PrepareAsync = (world, _) => world.Seed.BookSoonAsync(world) },
        // Takes no text that could be looked for.
        ["Mutation.setTravelRules"] = Probe.Does(
            "setTravelRules", (seed, _) => $$"""networkId: "{{seed.Network}}", margin: "PT15M" """, "network { travelRules { margin } }") with
        { Changes = false },
        ["Mutation.checkOut"] = Says("checkOut") with { PrepareAsync = (world, _) => world.Seed.BookPresentAsync(world) },
        ["Mutation.joinWaitlist"] = Probe.Does(
            "joinWaitlist",
            (seed, attempt) =>
                $$"""
                roomId: "{{seed.Room}}", advisorId: "{{seed.Lead}}", period: {{attempt.Slot}},
                seats: 4, title: "{{attempt.Text}}"
                """,
            "entry { title advisor { name } }"),
        ["Mutation.leaveWaitlist"] = Probe.Does(
            "leaveWaitlist",
            (_, attempt) => $$"""entryId: "{{attempt.Booking}}", reason: "{{attempt.Text}}" """,
            "entry { reason advisor { name } }") with
        { PrepareAsync = async (world, slot) => (await world.Seed.WaitAsync(world, world.Seed.Lead, slot)).Entry },
        ["Mutation.answerOffer"] = Probe.Does(
            "answerOffer",
            (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", decision: ACCEPT, note: "{{attempt.Text}}" """,
            BookingAsParty) with
        { PrepareAsync = async (world, slot) => (await world.Seed.WaitAsync(world, world.Seed.Lead, slot)).Booking! },
    };

    private static Probe Says(string mutation) => Probe.Does(
        mutation, (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", note: "{{attempt.Text}}" """, BookingAsParty);

    private static Task<string> BookAsync(AccessWorld world, string slot) => world.Seed.BookAsync(world, slot);

    private static Task<string> AskAsync(AccessWorld world, string slot) => world.Seed.AskAsync(world, slot);

    private static Task<string> BookRivalAsync(AccessWorld world, string slot) =>
        world.Seed.BookRivalAsync(world, slot);

    private static Probe PublishesVenue(Func<AccessSeed, string> owner) => Probe.Does(
        "publishVenue",
        (seed, attempt) =>
            $$"""
            ownerId: "{{owner(seed)}}", name: "{{attempt.Text}}", openingHours: [],
            address: { city: "Ardentes", postalCode: "36120" }
            """,
        "venue { name }");

    private static Probe PublishesRoom(Func<AccessSeed, string> venue) => Probe.Does(
        "publishRoom",
        (seed, attempt) => $$"""venueId: "{{venue(seed)}}", name: "{{attempt.Text}}", seats: 8""",
        "room { name }");

    private static Probe Closes(Func<AccessSeed, string> venue) => Probe.Does(
        "closeVenue",
        (seed, attempt) =>
            $$"""
            venueId: "{{venue(seed)}}", period: {{attempt.Slot}}, reason: "{{attempt.Text}}", cancelBookings: true
            """,
        $$"""closure { reason } cancelled { {{Party}} }""");

    private static Probe Books(Func<AccessSeed, string> lead) => Probe.Does(
        "bookRoom",
        (seed, attempt) =>
            $$"""
            roomId: "{{seed.Room}}", advisorId: "{{lead(seed)}}",
            period: {{attempt.Slot}}, seats: 4, title: "{{attempt.Text}}"
            """,
        BookingAsParty);

    private static Probe Cancels() => Probe.Does(
        "cancelBooking",
        (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", reason: "{{attempt.Text}}" """,
        BookingAsParty);

    private static Probe ChangesBooking(string mutation, Func<AccessSeed, Try, string> input) => Probe.Does(
        mutation,
        (seed, attempt) => $$"""bookingId: "{{seed.Booking}}" {{input(seed, attempt)}}""",
        BookingAsParty);
}
