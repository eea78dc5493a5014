using Scheduling.Api.Common;
using Scheduling.Api.Organizations;
using Scheduling.Api.Venues;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Occupancy;

/// <summary>Asks the rooms themselves who is in them.</summary>
internal static class OccupancyQuery
{
    // The rooms of a city are not all woken at once for one question.
    private const int AskedAtOnce = 32;

    public static async Task<RoomOccupancy?> OfAsync(RoomId room, ApiRequest api) =>
        await api.Grains.Get(room).OccupancyAsync() is { } view ? new RoomOccupancy(view, api) : null;

    public static async Task<VenueOccupancy> OfAsync(Venue venue, IEnumerable<RoomId> rooms, ApiRequest api)
    {
        var all = await EachAsync(rooms, room => OfAsync(room, api));
        return new VenueOccupancy(venue, [.. all.OfType<RoomOccupancy>()]);
    }

    public static async Task<MunicipalityOccupancy> OfAsync(Municipality municipality, ApiRequest api)
    {
        var rooms = await EachAsync(await api.Grains.RoomSearch().InCommuneAsync(municipality.InseeCode), api.FindAsync);
        var venues = await EachAsync(
            rooms.OfType<Rooms.Room>().Select(room => room.Where).Distinct(), async id => await api.FindAsync(id).There(id));
        // All of them in one row: venue by venue it would be so many at once of each of so many.
        var states = await EachAsync(
            venues.SelectMany(venue => venue.Has, (venue, room) => (venue, room)),
            async at => (at.venue, state: await OfAsync(at.room, api)));
        var byVenue = states.ToLookup(at => at.venue, at => at.state);
        return new MunicipalityOccupancy(municipality,
        [
            .. venues.OrderBy(venue => venue.Name, StringComparer.Ordinal)
                .Select(venue => new VenueOccupancy(venue, [.. byVenue[venue].OfType<RoomOccupancy>()])),
        ]);
    }

    private static async Task<List<TAnswer>> EachAsync<T, TAnswer>(IEnumerable<T> all, Func<T, Task<TAnswer>> ask)
    {
        var answers = new List<TAnswer>();
        foreach (var some in all.Chunk(AskedAtOnce))
            answers.AddRange(await Task.WhenAll(some.Select(ask)));
        return answers;
    }
}
