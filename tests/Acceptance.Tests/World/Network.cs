using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>A network and its manager.</summary>
internal sealed record Network(Server Server, string Id)
{
    /// <summary>Who acts for it.</summary>
    public Caller Manager => Server.Manager(Id);

    /// <summary>Registers one.</summary>
    public static async Task<Network> FoundAsync(Server server, string name) =>
        new(server, (await server.Admin.MutateAsync("registerNetwork", new { name })).Accepted().Text("network.id"));

    /// <summary>Registers an advisor.</summary>
    public async Task<Advisor> HireAsync(object[]? workingHours = null, string timeZone = "Europe/Paris")
    {
        var made = await Manager.MutateAsync("registerAdvisor",
            new { networkId = Id, name = "Camille", timeZone, workingHours });
        return new Advisor(Server, made.Accepted().Text("advisor.id"));
    }

    /// <summary>Registers several.</summary>
    public Task<Advisor[]> HireAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => HireAsync()));
}

/// <summary>An advisor who books for themself.</summary>
internal sealed class Advisor(Server server, string id)
{
    /// <summary>Who it is.</summary>
    public string Id => id;

    /// <summary>The advisor's own token.</summary>
    public Caller Caller { get; } = server.Advisor(id);

    /// <summary>The input of a booking.</summary>
    public object Booking(string room, Slot slot, int seats = 4, string? key = null,
        IEnumerable<Advisor>? coHosts = null, string? title = null) => new
        {
            roomId = room,
            period = slot.Input,
            seats,
            advisorId = Id,
            coHostIds = (coHosts ?? []).Select(coHost => coHost.Id).ToArray(),
            title,
            idempotencyKey = key,
        };

    /// <summary>Books.</summary>
    /// <returns>The payload, accepted or refused.</returns>
    public Task<JsonElement> BookAsync(string room, Slot slot, int seats = 4, string? key = null,
        IEnumerable<Advisor>? coHosts = null) =>
        Caller.MutateAsync("bookRoom", Booking(room, slot, seats, key, coHosts));

    /// <summary>Cancels.</summary>
    /// <returns>The payload, accepted or refused.</returns>
    public Task<JsonElement> CancelAsync(string booking, string? key = null, string? reason = null) =>
        Caller.MutateAsync("cancelBooking", new { bookingId = booking, reason, idempotencyKey = key });

    /// <summary>One of the advisor's bookings, with its story.</summary>
    public async Task<JsonElement> FindAsync(string booking) => (await Caller.QueryAsync(
        "query($id: ID!) { booking(id: $id) { id status version title seats purpose period { start end } room { id } advisor { id } coHosts { id } createdAt history { at status by note } } }",
        new { id = booking })).At("booking");
}
