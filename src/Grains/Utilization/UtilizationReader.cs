using System.Collections.Concurrent;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;

namespace Scheduling.Grains.Utilization;

/// <summary>
/// Finds the rooms that a question is about, asks each how much it was used, and sums up. Used outside of grains; each room
/// reads its own weeks, so a question costs as many reads as its rooms have weeks with bookings in the time.
/// </summary>
/// <param name="grains">The grains to ask.</param>
public sealed class UtilizationReader(IGrainFactory grains)
{
    // As many as keep a store busy without keeping bookings waiting.
    private const int AskedAtOnce = 32;
    private const int MembersAtOnce = 100;

    /// <summary>
    /// How much the rooms were used; NOT_FOUND when there is no such room, venue, commune or network. Its days have been
    /// checked: at most 366, the last not before the first.
    /// </summary>
    public async Task<Outcome<UtilizationView>> ReadAsync(UtilizationQuery query, CancellationToken cancellationToken)
    {
        if (query.Network is { } network && await grains.Get(network).GetAsync() is null)
            return Refusal.NotFound("such network");
        var rooms = await RoomsAsync(query, cancellationToken);
        if (rooms.Value is not { } found)
            return rooms.Refusals;
        var tally = new UtilizationTally(query);
        await ForEachAsync(found, cancellationToken, async room =>
        {
            // Rooms are listed before they are published.
            if (await grains.Get(room).UtilizationAsync(query.First, query.Last, query.Network) is { } use)
                tally.Add(use);
        });
        return tally.ToView();
    }

    private async Task<Outcome<IEnumerable<RoomId>>> RoomsAsync(UtilizationQuery query, CancellationToken cancellationToken)
    {
        if (query.Room is { } room)
            return await grains.Get(room).GetAsync() is null ? Refusal.NotFound("such room") : new[] { room };
        if (query.Venue is { } venue)
            return await grains.Get(venue).GetAsync() is { } view ? view.Rooms : Refusal.NotFound("such venue");
        if (query.InseeCode is { } inseeCode)
            return await RoomsInAsync(inseeCode);
        return query.Network is { } network
            ? await RoomsBookedByAsync(network, query, cancellationToken)
            : throw new ArgumentException("It names no rooms.", nameof(query));
    }

    private async Task<Outcome<IEnumerable<RoomId>>> RoomsInAsync(string inseeCode)
    {
        var rooms = await grains.DirectoryCell(CellKey.OfCommune(inseeCode)).RoomsAsync();
        // Networks have rooms in communes whose town hall takes no part.
        if (rooms.IsEmpty && await grains.Get(OrganizationId.OfMunicipality(inseeCode)).GetAsync() is null)
            return Refusal.NotFound("such commune here");
        return rooms;
    }

    private async Task<HashSet<RoomId>> RoomsBookedByAsync(
        OrganizationId network, UtilizationQuery query, CancellationToken cancellationToken)
    {
        var rooms = new ConcurrentBag<RoomId>();
        for (var page = new PageRequest(MembersAtOnce, After: null); ;)
        {
            var advisors = await grains.Get(network).AdvisorsAsync(page);
            await ForEachAsync(advisors.Items.Select(advisor => advisor.Node), cancellationToken, async advisor =>
            {
                foreach (var room in await grains.Get(advisor).RoomsBookedAsync(query.First, query.Last))
                    rooms.Add(room);
            });
            if (!advisors.HasNext)
                return [.. rooms];
            page = page with { After = advisors.Items[^1].Cursor };
        }
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, CancellationToken cancellationToken, Func<T, Task> ask) =>
        Parallel.ForEachAsync(items,
            new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = cancellationToken },
            async (item, _) => await ask(item));
}
