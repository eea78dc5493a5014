using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>Every booking as it is in the end, read through the API.</summary>
internal sealed class FinalState
{
    private const int ReadersMax = 8;
    private const string Listed =
        "query($id: ID!, $during: PeriodInput!, $after: String) { advisor(id: $id) { bookings(during: $during, first: 100, after: $after) "
        + "{ nodes { id title status version seats period { start end } room { id venue { id } } advisor { id } coHosts { id } history { status by note } } pageInfo { hasNextPage endCursor } } } }";

    private const string Filled = "query($id: ID!) { workshop(bookingId: $id) { attendees(first: 100) { nodes { reference status } pageInfo { hasNextPage } } } }";

    private const string Waiting = "query($id: ID!) { waitlistEntry(id: $id) { id status booking { id } } }";

    private readonly Dictionary<string, JsonElement> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attendees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, JsonElement> ById => _byId;

    /// <summary>What became of each attendee, by reference.</summary>
    public IReadOnlyDictionary<string, string> Attendees => _attendees;

    /// <summary>Every place on a waiting list, by id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Entries => _entries;

    /// <summary>Reads all of them: what each advisor leads or co-hosts.</summary>
    public static async Task<FinalState> ReadAsync(Server server, RunWorld world, Journal journal)
    {
        var state = new FinalState();
        var workshops = journal.Operations.Where(operation => operation.Attendee is not null).Select(operation => operation.Booking!).Distinct();
        // First: whoever looks at a place waits for what the room is about to offer.
        var joined = journal.Operations.Where(operation => operation is { Mutation: "joinWaitlist", IsAccepted: true });
        await Parallel.ForEachAsync(joined, new ParallelOptions { MaxDegreeOfParallelism = ReadersMax }, async (operation, _) =>
        {
            var entry = (await server.Admin.QueryAsync(Waiting, new { id = operation.Answer!.Value.Text("entry.id") })).At("waitlistEntry");
            lock (state._entries)
                state._entries.Add(entry.Text("id"), entry);
        });
        await Parallel.ForEachAsync(workshops, new ParallelOptions { MaxDegreeOfParallelism = ReadersMax }, async (workshop, _) =>
        {
            var attendees = (await server.Admin.QueryAsync(Filled, new { id = workshop })).At("workshop.attendees");
            Assert.False(attendees.At("pageInfo.hasNextPage").GetBoolean());
            lock (state._attendees)
                foreach (var attendee in attendees.List("nodes"))
                    state._attendees.Add(attendee.Text("reference"), attendee.Text("status"));
        });
        await Parallel.ForEachAsync(world.Advisors, new ParallelOptions { MaxDegreeOfParallelism = ReadersMax }, async (advisor, _) =>
        {
            string? after = null;
            do
            {
                var page = (await server.Admin.QueryAsync(Listed,
                    new { id = advisor.Id, during = Slot.Days(Slot.Monday.PlusDays(-30), 90).Input, after })).At("advisor.bookings");
                lock (state._byId)
                    foreach (var booking in page.List("nodes"))
                        state._byId[booking.Text("id")] = booking;
                after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
            }
            while (after is not null);
        });
        return state;
    }
}
