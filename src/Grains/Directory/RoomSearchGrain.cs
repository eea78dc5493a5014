using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orleans.Concurrency;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Directory;

[GrainType("room-search"), StatelessWorker]
internal sealed class RoomSearchGrain(CellReader directory, RoomReader rooms, VenueReader venues) : Grain, IRoomSearchGrain
{
    private const double WithinKmMax = 100;
    private const double AlternativesWithinKm = 20;
    private const int AlternativesMax = 5;
    // A search without a place asks every cell; past this many it has to name one.
    private const int CellsMax = 64;
    private const int VerifiedAtLeast = 8, VerifiedAtMost = 32;
    // Alternatives look at the nearest rooms only: past these the next town is likelier than the next room.
    private const int AlternativeRoomsMax = 40;

    private static readonly Comparer<Rank> s_bestFirst = Comparer<Rank>.Create(Rank.Compare);

    public async Task<Outcome<Slice<RoomView>>> FindAsync(RoomQuery query)
    {
        if (Validate(query).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        var cells = await CellsAsync(query);
        if (cells.Length > CellsMax)
            return Refusal.Invalid("where", "Name a place: 'near' or 'inseeCode'.");
        var ranked = InOrder(await ProspectsAsync(cells, query), query);
        var (cursor, hasPrevious) = (query.Page.After is { } after ? Decode(after) : null, false);
        // One more than asked for tells whether more follow.
        var found = await VerifiedAsync(
            ranked.SkipWhile(IsBefore), room => rooms.FindBookableAsync(room.Room, query.During, query.Seats), query.Page.First + 1);
        return new Slice<RoomView>
        {
            Items = [.. found.Take(query.Page.First).Select(room => new SliceItem<RoomView>(Encode(RankOf(query, room.Option)), room.View))],
            HasNext = found.Count > query.Page.First,
            HasPrevious = hasPrevious,
        };

        bool IsBefore(Prospect room)
        {
            if (cursor is null || string.CompareOrdinal(RankOf(query, room), cursor) > 0)
                return false;
            return hasPrevious = true;
        }
    }

    public async Task<ImmutableArray<Alternative>> AlternativesAsync(AlternativesQuery query)
    {
        if (await rooms.GetAsync(query.Room) is not { } room
            || await venues.GetAsync(room.Venue) is not { } venue)
            return [];
        var elsewhere = OtherRoomsAsync(query, venue.Details.Location, venue.Details.Address.InseeCode);
        var otherTimes = OtherTimesAsync(query, venue.Details.Location);
        return
        [
            .. (await elsewhere).Concat(await otherTimes)
                .OrderBy(option => option.Cost)
                .Take(AlternativesMax)
                .Select(option => option.Alternative),
        ];
    }

    public Task<ImmutableArray<RoomId>> InCommuneAsync(string inseeCode) =>
        GrainFactory.DirectoryCell(CellKey.OfCommune(inseeCode)).RoomsAsync();

    private static IEnumerable<Refusal> Validate(RoomQuery query) =>
    [
        .. InputRules.Period("during", query.During, CalendarRules.HeldMax),
        .. InputRules.Within("seats", query.Seats, 1, 1_000),
        .. InputRules.Location("near", query.Near),
        .. query.WithinKm is > 0 and <= WithinKmMax ? [] : new[] { Refusal.Invalid("withinKm", $"'withinKm' takes more than 0, at most {WithinKmMax}.") },
        .. query.InseeCode is null || OrganizationId.IsInseeCode(query.InseeCode)
            ? [] : new[] { Refusal.Invalid("inseeCode", $"'{query.InseeCode}' is not an INSEE code such as 36005 or 2A004.") },
    ];

    private async Task<ImmutableArray<string>> CellsAsync(RoomQuery query) =>
        query.Near is { } near ? CellKey.Around(near, query.WithinKm)
        : query.InseeCode is { } inseeCode ? [CellKey.OfCommune(inseeCode)]
        : await GrainFactory.GetGrain<IDirectoryIndexGrain>(0).ListAsync();

    private async Task<List<Prospect>> ProspectsAsync(ImmutableArray<string> cells, RoomQuery query)
    {
        query = query with { Equipment = [.. query.Equipment.Select(word => word.ToLowerInvariant())] };
        var found = await Task.WhenAll(cells.Select(cell => directory.ProspectsAsync(cell, query).AsTask()));
        return [.. found.SelectMany(prospects => prospects)];
    }

    // Those that may be had, best first, as far as somebody wants to know: a heap costs what is taken from it.
    private static IEnumerable<Prospect> InOrder(List<Prospect> prospects, RoomQuery query)
    {
        var open = new OpenThen(query.During);
        var heap = new PriorityQueue<Prospect, Rank>(prospects.Select(room => (room, Rank.Of(room, query))), s_bestFirst);
        while (heap.TryDequeue(out var room, out _))
            if (room.MayBeHad(open))
                yield return room;
    }

    // The rank as text is the cursor, so that a page goes on where the one before ended, whatever was booked meanwhile.
    private static string RankOf(RoomQuery query, Prospect room) => query.Near is null
        ? $"{room.Name.ToUpperInvariant()}\u0000{room.Room}"
        : string.Create(CultureInfo.InvariantCulture, $"{room.Kilometres:00000.000000}\u0000{room.Room}");

    private static string Encode(string rank) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rank));

    private static string Decode(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : cursor;

    /// <summary>The first so many that can really be booked, in order; asks for as many as are missing at a time.</summary>
    private static async Task<List<(Prospect Option, RoomView View)>> VerifiedAsync(
        IEnumerable<Prospect> inOrder, Func<Prospect, ValueTask<RoomView?>> verify, int count)
    {
        var verified = new List<(Prospect, RoomView)>();
        using var next = inOrder.GetEnumerator();
        for (var more = true; more && verified.Count < count;)
        {
            var batch = new List<Prospect>();
            var missing = Math.Clamp(count - verified.Count, VerifiedAtLeast, VerifiedAtMost);
            while (batch.Count < missing && (more = next.MoveNext()))
                batch.Add(next.Current);
            var views = await Task.WhenAll(batch.Select(option => verify(option).AsTask()));
            for (var i = 0; i < views.Length; i++)
                if (views[i] is { } view)
                    verified.Add((batch[i], view));
        }

        return verified[..Math.Min(count, verified.Count)];
    }

    // A kilometre more is as good or bad as three minutes earlier or later: the cost of going there and back by car.
    private async Task<IEnumerable<(double Cost, Alternative Alternative)>> OtherRoomsAsync(
        AlternativesQuery query, GeoPoint? location, string? inseeCode)
    {
        if (location is null && inseeCode is null)
            return [];
        // Wherever it is: where somebody is engaged, another room is no help.
        if (!await AreFreeAsync(query, query.Period, place: null))
            return [];
        var search = new RoomQuery
        {
            During = query.Period,
            Seats = query.Seats,
            Near = location,
            InseeCode = location is null ? inseeCode : null,
            WithinKm = AlternativesWithinKm,
            Page = new PageRequest(AlternativesMax, After: null),
        };
        // The nearest first; by name where nobody knows how far they are.
        var others = await ProspectsAsync(await CellsAsync(search), search);
        others.RemoveAll(room => room.Room == query.Room);
        var free = await VerifiedAsync(
            InOrder(others, search).Take(AlternativeRoomsMax),
            async candidate => await rooms.FindBookableAsync(candidate.Room, query.Period, query.Seats) is { } room
                && await AreFreeAsync(query, query.Period, candidate.Location) ? room : null,
            AlternativesMax);
        return free.Select(room => ((room.Option.Kilometres ?? 0) * 3, new Alternative(room.Option.Room, query.Period)));
    }

    private async Task<IEnumerable<(double Cost, Alternative Alternative)>> OtherTimesAsync(AlternativesQuery query, GeoPoint? location)
    {
        var room = GrainFactory.Get(query.Room);
        var near = await room.BookableNearAsync(query.Period, query.Seats, 4 * AlternativesMax);
        var bookable = await Task.WhenAll(near.Select(async period =>
            await AreFreeAsync(query, period, location) && await room.FindBookableAsync(period, query.Seats) is not null));
        return near.Where((_, i) => bookable[i])
            .Select(period => (Math.Abs((period.Start - query.Period.Start).TotalMinutes), new Alternative(query.Room, period)));
    }

    private async Task<bool> AreFreeAsync(AlternativesQuery query, Period period, GeoPoint? place) => (await Task.WhenAll(
        query.Advisors.Select(advisor => GrainFactory.Get(advisor).IsFreeAsync(period, query.InsteadOf, place)))).All(free => free);

    // As the text ranks, which would cost more to write for every room than the rest of a search.
    private readonly record struct Rank(double Kilometres, string Name, string Room)
    {
        // Of a kilometre: as many as a cursor has.
        private const int Decimals = 6;

        public static Rank Of(Prospect room, RoomQuery query) => query.Near is null
            ? new Rank(0, room.Name.ToUpperInvariant(), room.Room.Value)
            : new Rank(Math.Round(room.Kilometres ?? 0, Decimals, MidpointRounding.AwayFromZero), "", room.Room.Value);

        public static int Compare(Rank a, Rank b)
        {
            var order = a.Kilometres.CompareTo(b.Kilometres);
            if (order == 0)
                order = string.CompareOrdinal(a.Name, b.Name);
            return order != 0 ? order : string.CompareOrdinal(a.Room, b.Room);
        }
    }
}
