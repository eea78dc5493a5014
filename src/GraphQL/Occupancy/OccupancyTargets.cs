using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Api.Occupancy;

/// <summary>Which rooms a subscription follows.</summary>
internal sealed record OccupancyTargets(
    IReadOnlyList<VenueId> Venues, IReadOnlyList<RoomId> Rooms, IReadOnlyList<string> InseeCodes)
{
    private const int ListMax = 100;

    // Each is kept awake, and asked every minute, for as long as somebody follows it.
    private const int RoomsMax = 5_000;

    /// <summary>What a filter names.</summary>
    /// <exception cref="GraphQL.ExecutionError">Something in the filter is malformed, or it names nothing.</exception>
    public static OccupancyTargets Read(OccupancyFilter where)
    {
        var targets = new OccupancyTargets(
            Each(where.VenueIds, "where.venueIds", Arguments.Id<VenueId>),
            Each(where.RoomIds, "where.roomIds", Arguments.Id<RoomId>),
            Each(where.InseeCodes, "where.inseeCodes", (code, path) => Arguments.Municipality(code, path).InseeCode));
        return targets.Venues.Count + targets.Rooms.Count + targets.InseeCodes.Count > 0
            ? targets
            : throw ApiError.InvalidInput("where", "Say which rooms: venueIds, roomIds or inseeCodes.");
    }

    /// <summary>
    /// Asks whether the venues and rooms exist, and how many rooms there are in all; a commune without rooms is none the less a
    /// commune.
    /// </summary>
    /// <exception cref="GraphQL.ExecutionError">One of them does not, or there are too many.</exception>
    public async Task RequireAsync(ApiRequest api)
    {
        var (venues, rooms) = (Task.WhenAll(Venues.Select(api.FindAsync)), Task.WhenAll(Rooms.Select(api.FindAsync)));
        var communes = Task.WhenAll(InseeCodes.Select(api.Grains.RoomSearch().InCommuneAsync));
        if ((await venues).Contains(null))
            throw ApiError.Of(Refusal.NotFound("such venue"));
        if ((await rooms).Contains(null))
            throw ApiError.Of(Refusal.NotFound("such room"));
        var all = (await venues).SelectMany(venue => venue!.Has).Concat((await communes).SelectMany(found => found)).Concat(Rooms);
        if (all.Distinct().Count() > RoomsMax)
            throw ApiError.InvalidInput("where", $"At most {RoomsMax} rooms at a time; follow fewer venues or communes.");
    }

    public void FollowWith(OccupancyReader reader)
    {
        reader.Follow(Rooms);
        foreach (var venue in Venues)
            reader.FollowVenue(venue);
        foreach (var inseeCode in InseeCodes)
            reader.FollowCommune(inseeCode);
    }

    private static List<T> Each<T>(IReadOnlyList<string>? texts, string path, Func<string, string, T> read)
    {
        if (texts?.Count > ListMax)
            throw ApiError.InvalidInput(path, $"At most {ListMax} at a time.");
        return [.. (texts ?? []).Select((text, i) => read(text, $"{path}.{i}"))];
    }
}
