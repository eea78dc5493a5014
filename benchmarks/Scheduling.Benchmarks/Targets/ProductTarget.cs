using System.Globalization;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Targets;

/// <summary>The product: GraphQL, with the documents a client would send and the values as variables.</summary>
/// <param name="world">The identities of what it holds.</param>
internal sealed class ProductTarget(ProductWorld world) : Target
{
    private const string Path = "/graphql";
    private const string Booking = "{ booking { id status version period { start end } } errors { code message } }";

    /// <inheritdoc/>
    public override void Book(RequestBuffer to, Slot slot, string key, int? places = null) => Mutate(
        to, slot.Advisor, "bookRoom", "BookRoomInput", Booking, $$"""
        "roomId":"{{world.Rooms[slot.Room]}}","advisorId":"{{world.Advisors[slot.Advisor]}}","period":{"start":"{{slot.Start}}","end":"{{slot.End}}"},"seats":4,"title":"Premiers pas sur internet","purpose":"{{(places is null ? "APPOINTMENTS" : "WORKSHOP")}}"{{(places is null ? "" : $",\"places\":{places}")}},"idempotencyKey":"{{key}}"
        """);

    /// <inheritdoc/>
    public override void Cancel(RequestBuffer to, string booking, int advisor, string key) => Mutate(
        to, advisor, "cancelBooking", "CancelBookingInput", Booking, $$"""
        "bookingId":"{{booking}}","reason":"Grippe","idempotencyKey":"{{key}}"
        """);

    /// <inheritdoc/>
    public override void Move(RequestBuffer to, string booking, Slot slot, string key) => Mutate(
        to, slot.Advisor, "rescheduleBooking", "RescheduleBookingInput", Booking, $$"""
        "bookingId":"{{booking}}","roomId":"{{world.Rooms[slot.Room]}}","period":{"start":"{{slot.Start}}","end":"{{slot.End}}"},"idempotencyKey":"{{key}}"
        """);

    /// <inheritdoc/>
    public override void Find(RequestBuffer to, string booking, int advisor) => Ask(
        to, advisor, "query($id: ID!) { booking(id: $id) { id status version period { start end } } }", $$"""
        "id":"{{booking}}"
        """);

    /// <inheritdoc/>
    public override void Calendar(RequestBuffer to, int room, int week, int advisor) => Ask(
        to, advisor,
        "query($id: ID!, $during: PeriodInput!) { room(id: $id) { calendar(during: $during) { state seatsTaken network { name } period { start end } } } }",
        $$"""
        "id":"{{world.Rooms[room]}}","during":{"start":"{{Times.Text(Times.Monday(week))}}","end":"{{Times.Text(Times.Monday(week + 1))}}"}
        """);

    /// <inheritdoc/>
    public override void Search(RequestBuffer to, (double Latitude, double Longitude) near, int week, int hour, int advisor) => Ask(
        to, advisor,
        "query($where: AvailableRoomsInput!) { availableRooms(where: $where, first: 20) { nodes { id name seats venue { name } } pageInfo { hasNextPage } } }",
        string.Create(CultureInfo.InvariantCulture, $$"""
        "where":{"during":{"start":"{{Times.Text(Times.Start(week, hour))}}","end":"{{Times.Text(Times.Start(week, hour).AddHours(2))}}"},"seats":8,"near":{"latitude":{{near.Latitude}},"longitude":{{near.Longitude}}},"withinKm":20}
        """));

    /// <inheritdoc/>
    public override void Register(RequestBuffer to, string booking, string reference, int advisor, string key) => Mutate(
        to, advisor, "registerAttendee", "RegisterAttendeeInput", "{ attendee { reference status position } errors { code message } }", $$"""
        "bookingId":"{{booking}}","reference":"{{reference}}","idempotencyKey":"{{key}}"
        """);

    private void Mutate(RequestBuffer to, int advisor, string mutation, string type, string selection, string input) =>
        Ask(to, advisor, $"mutation($input: {type}!) {{ {mutation}(input: $input) {selection} }}", $$"""
        "input":{{{input}}}
        """);

    private void Ask(RequestBuffer to, int advisor, string document, string variables) =>
        to.Post(Path, world.TokenOf(advisor), $$$"""{"query":"{{{document}}}","variables":{{{{variables}}}}}""");
}
