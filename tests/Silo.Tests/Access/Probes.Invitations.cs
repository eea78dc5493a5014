namespace Scheduling.Silo.Tests.Access;

/// <content>Co-hosts of other networks, and who asks to join.</content>
internal static partial class Probes
{
    private static Dictionary<string, Probe> Invitations() => new()
    {
        ["Advisor.invitations"] = Probe.AsksForPersons(seed =>
            Advisor(seed.Rival, $$"""invitations { pageInfo { hasNextPage } nodes { {{Party}} } }""")),
        ["Advisor.joinRequests"] = Probe.AsksForPersons(seed =>
            Advisor(seed.Rival, "joinRequests { pageInfo { hasNextPage } nodes { status askedBy } }")),
        ["Advisor.invitationPolicy"] = Probe.Asks(seed => Advisor(seed.Rival, "invitationPolicy { acceptAll }")),
        ["Mutation.answerInvitation"] = Probe.Does(
            "answerInvitation",
            (seed, attempt) =>
                $$"""bookingId: "{{attempt.Booking}}", advisorId: "{{seed.Rival}}", decision: DECLINE, note: "{{attempt.Text}}" """,
            BookingAsParty) with
        { PrepareAsync = (world, slot) => world.Seed.InviteAsync(world, slot) },
        ["Mutation.leaveBooking"] = Probe.Does(
            "leaveBooking",
            (seed, attempt) => $$"""bookingId: "{{attempt.Booking}}", advisorId: "{{seed.CoHost}}", reason: "{{attempt.Text}}" """,
            BookingAsParty) with
        { PrepareAsync = BookAsync },
        // Takes no text that could be looked for.
        ["Mutation.setInvitationPolicy"] = Probe.Does(
            "setInvitationPolicy", (seed, _) => $$"""advisorId: "{{seed.Rival}}", acceptAll: false""", "advisor { id }") with
        { Changes = false },
        ["Mutation.askToJoin"] = Probe.Does(
            "askToJoin",
            (seed, attempt) => $$"""bookingId: "{{attempt.Booking}}", advisorId: "{{seed.Rival}}", note: "{{attempt.Text}}" """,
            "joinRequest { note }") with
        { PrepareAsync = BookAsync },
        ["Mutation.answerJoinRequest"] = Probe.Does(
            "answerJoinRequest",
            (seed, attempt) =>
                $$"""bookingId: "{{attempt.Booking}}", advisorId: "{{seed.Rival}}", decision: DECLINE, note: "{{attempt.Text}}" """,
            BookingAsParty) with
        { PrepareAsync = AskedToJoinAsync },
    };

    private static async Task<string> AskedToJoinAsync(AccessWorld world, string slot)
    {
        var booking = await world.Seed.BookAsync(world, slot);
        await world.Seed.AskToJoinAsync(world, booking);
        return booking;
    }
}
