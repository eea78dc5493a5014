using Orleans.Concurrency;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Directory;

[GrainType("room-search"), StatelessWorker]
internal sealed class RoomSearchGrain(RoomFinder finder, RoomReader rooms, VenueReader venues) : Grain, IRoomSearchGrain
{
    private const double AlternativesWithinKm = 20;
    private const int AlternativesMax = 5;
    // Alternatives look at the nearest rooms only: past these the next town is likelier than the next room.
    private const int AlternativeRoomsMax = 40;

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
        var others = await finder.ProspectsAsync(await finder.CellsAsync(search), search);
        var free = await RoomFinder.VerifiedAsync(
            others.Where(other => other.Room.Id != query.Room).Take(AlternativeRoomsMax),
            async candidate => await rooms.FindBookableAsync(candidate.Room.Id, query.Period, query.Seats) is { } room
                && await AreFreeAsync(query, query.Period, candidate.Room.Location) ? room : null,
            AlternativesMax);
        return free.Select(room => (room.Prospect.Kilometres * 3, new Alternative(room.Prospect.Room.Id, query.Period)));
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
}
