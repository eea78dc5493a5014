using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Directory;

/// <summary>
/// Finds rooms, in the process that asks: what cells and rooms of this silo have posted is read where it stands, and the others
/// are sent messages. The rooms themselves verify what it returns.
/// </summary>
public sealed class RoomSearch
{
    private const double WithinKmMax = 100;
    // A search without a place asks every cell; past this many it has to name one.
    private const int CellsMax = 64;

    private readonly RoomFinder _finder;
    private readonly RoomReader _rooms;

    internal RoomSearch(RoomFinder finder, RoomReader rooms) => (_finder, _rooms) = (finder, rooms);

    /// <summary>Rooms that can be booked for all of a period; nearest first when a point is given, else by name.</summary>
    public async ValueTask<Outcome<Slice<RoomView>>> FindAsync(RoomQuery query)
    {
        if (Validate(query).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        var cells = await _finder.CellsAsync(query);
        if (cells.Length > CellsMax)
            return Refusal.Invalid("where", "Name a place: 'near' or 'inseeCode'.");
        var inOrder = await _finder.ProspectsAsync(cells, query);
        var (cursor, hasPrevious) = (query.Page.After is { } after ? Ranking.Decode(after) : null, false);
        // One more than asked for tells whether more follow.
        var found = await RoomFinder.VerifiedAsync(
            cursor is null ? inOrder : inOrder.SkipWhile(IsBefore),
            room => _rooms.FindBookableAsync(room.Room.Id, query.During, query.Seats), query.Page.First + 1);
        return new Slice<RoomView>
        {
            Items = [.. found.Take(query.Page.First).Select(room => new SliceItem<RoomView>(Ranking.Encode(Ranking.RankOf(room.Prospect, query)), room.View))],
            HasNext = found.Count > query.Page.First,
            HasPrevious = hasPrevious,
        };

        bool IsBefore(Prospect room)
        {
            if (string.CompareOrdinal(Ranking.RankOf(room, query), cursor) > 0)
                return false;
            return hasPrevious = true;
        }
    }

    private static IEnumerable<Refusal> Validate(RoomQuery query) =>
    [
        .. InputRules.Period("during", query.During, CalendarRules.HeldMax),
        .. InputRules.Within("seats", query.Seats, 1, RoomRules.SeatsMax),
        .. InputRules.Location("near", query.Near),
        .. query.WithinKm is > 0 and <= WithinKmMax ? [] : new[] { Refusal.Invalid("withinKm", $"'withinKm' takes more than 0, at most {WithinKmMax}.") },
        .. query.InseeCode is null || OrganizationId.IsInseeCode(query.InseeCode)
            ? [] : new[] { Refusal.Invalid("inseeCode", $"'{query.InseeCode}' is not an INSEE code such as 36005 or 2A004.") },
    ];
}
