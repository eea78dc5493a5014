using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Directory;

/// <summary>Asks the cells of the directory around a place, and lets the best of their rooms say themselves whether they can be had.</summary>
internal sealed class RoomFinder(IGrainFactory grains, CellReader directory)
{
    private const int VerifiedAtLeast = 8, VerifiedAtMost = 32;

    /// <summary>The cells that a search looks into.</summary>
    public async ValueTask<ImmutableArray<string>> CellsAsync(RoomQuery query) =>
        query.Near is { } near ? CellKey.Around(near, query.WithinKm)
        : query.InseeCode is { } inseeCode ? [CellKey.OfCommune(inseeCode)]
        : await grains.GetGrain<IDirectoryIndexGrain>(0).ListAsync();

    /// <summary>Rooms of these cells that may be had, best first.</summary>
    public async ValueTask<IEnumerable<Prospect>> ProspectsAsync(ImmutableArray<string> cells, RoomQuery query)
    {
        query = query with { Equipment = [.. query.Equipment.Select(word => word.ToLowerInvariant())] };
        return Ranking.InOrder(await directory.PlacesAsync(cells, query), query);
    }

    /// <summary>The first so many that can really be booked, in order; asks for as many as are missing at a time.</summary>
    public static async ValueTask<List<(Prospect Prospect, RoomView View)>> VerifiedAsync(
        IEnumerable<Prospect> inOrder, Func<Prospect, ValueTask<RoomView?>> verify, int count)
    {
        var verified = new List<(Prospect, RoomView)>();
        var asked = new List<(Prospect Prospect, ValueTask<RoomView?> View)>();
        using var next = inOrder.GetEnumerator();
        for (var more = true; more && verified.Count < count;)
        {
            asked.Clear();
            var missing = Math.Clamp(count - verified.Count, VerifiedAtLeast, VerifiedAtMost);
            while (asked.Count < missing && (more = next.MoveNext()))
                asked.Add((next.Current, verify(next.Current)));
            foreach (var (prospect, answer) in asked)
                if (await answer is { } view)
                    verified.Add((prospect, view));
        }

        return verified[..Math.Min(count, verified.Count)];
    }
}
