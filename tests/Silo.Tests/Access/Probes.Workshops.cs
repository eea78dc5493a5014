namespace Scheduling.Silo.Tests.Access;

/// <content>Workshops and their attendees.</content>
internal static partial class Probes
{
    private const string Prepared = "prepared";

    private static Dictionary<string, Probe> Workshops() => new()
    {
        // Its title tells of a person here.
        ["Query.workshop"] = Probe.AsksForPersons(seed => Workshop(seed, "title places registered waiting status")),
        ["Booking.workshop"] = Probe.AsksForPersons(seed =>
            $$"""{ booking(id: "{{seed.Booking}}") { workshop { title places registered attended } } }"""),
        ["Workshop.attendees"] = Probe.Asks(seed => Workshop(seed, "attendees { nodes { reference status network { name } } }")),
        ["Workshop.history"] = Probe.AsksForPersons(seed => Workshop(seed, "history { nodes { what by reference } }")),
        ["Mutation.registerAttendee"] = Registers(seed => seed.Network),
        ["Mutation.registerAttendee (net2)"] = Registers(seed => seed.OtherNetwork),
        ["Mutation.cancelRegistration"] = Probe.Does(
            "cancelRegistration",
            (seed, attempt) => $$"""{{Attendee(seed, attempt)}}, reason: "{{attempt.Text}}" """,
            "workshop { history { nodes { note } } }") with
        { PrepareAsync = PrepareAsync },
        ["Mutation.forgetAttendee"] = Does("forgetAttendee", Attendee),
        ["Mutation.recordAttendance"] = Does(
            "recordAttendance",
            (seed, attempt) => $$"""
                bookingId: "{{attempt.Booking}}",
                attendances: [{ networkId: "{{seed.Network}}", reference: "{{Prepared}}", attendance: ATTENDED }]
                """),
        ["Mutation.setPlaces"] = Does("setPlaces", (_, attempt) => $$"""bookingId: "{{attempt.Booking}}", places: 9"""),
    };

    private static string Workshop(AccessSeed seed, string fields) =>
        $$"""{ workshop(bookingId: "{{seed.Booking}}") { {{fields}} } }""";

    private static string Attendee(AccessSeed seed, Try attempt) =>
        $$"""bookingId: "{{attempt.Booking}}", networkId: "{{seed.Network}}", reference: "{{Prepared}}" """;

    private static Probe Registers(Func<AccessSeed, string> network) => Probe.Does(
        "registerAttendee",
        (seed, attempt) => $$"""
            bookingId: "{{attempt.Booking}}", networkId: "{{network(seed)}}", reference: "{{attempt.Text}}"
            """,
        "attendee { reference }") with
    { PrepareAsync = PrepareAsync, TextOf = (_, number) => $"try-{number}." };

    // Takes no text that could be looked for.
    private static Probe Does(string mutation, Func<AccessSeed, Try, string> input) =>
        Probe.Does(mutation, input, "workshop { places registered }") with { Changes = false, PrepareAsync = PrepareAsync };

    private static async Task<string> PrepareAsync(AccessWorld world, string slot)
    {
        var booking = await world.Seed.BookAsync(world, slot);
        await world.Seed.RegisterAsync(world, booking, Prepared);
        return booking;
    }
}
