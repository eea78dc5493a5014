using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Directory;

/// <summary>A room's side of the directory: keeps its cells up to date.</summary>
internal sealed class RoomListing(RoomId room, IGrainFactory grains, Board<string, CellReading> board, TimeProvider clock)
{
    // A cell that was restarted has forgotten; until it is told again it only verifies more.
    private static readonly TimeSpan ToldFor = TimeSpan.FromMinutes(1);
    private const int ToldMax = 100;

    private readonly Dictionary<int, (TakenDay Day, long At)> _told = [];

    /// <summary>Lists the room as it will be, before it is published: readers verify, so an entry may come too early.</summary>
    public Task PutAsync(RoomDetails details, VenueTerms terms)
    {
        var entry = new ListedRoom
        {
            Id = room,
            Name = details.Name,
            Seats = details.Seats,
            Equipment = [.. details.Equipment.Select(word => word.ToLowerInvariant())],
            Location = terms.Location,
            InseeCode = terms.InseeCode,
            TimeZone = terms.TimeZone,
            OpeningHours = terms.OpeningHours,
            Approval = details.Policy.Approval,
            DaysOffOf = terms.DaysOffOf,
        };
        return Task.WhenAll(CellsOf(terms).Select(cell => cell.PutAsync(entry)));
    }

    /// <summary>Takes the room out of cells in which it does not lie any more.</summary>
    public Task MoveAsync(VenueTerms before, VenueTerms after)
    {
        var left = CellKey.Of(before.Location, before.InseeCode).Except(CellKey.Of(after.Location, after.InseeCode));
        return Task.WhenAll(left.Select(cell => grains.DirectoryCell(cell).RemoveAsync(room)));
    }

    /// <summary>Tells of the days that a change touches, unless that was just done; nobody waits for it.</summary>
    public void TellTaken(VenueTerms terms, Period changed, Func<Period, IEnumerable<Period>> takenWithin)
    {
        var days = QuarterHours.DaysOf(changed)
            .Select(day => QuarterHours.Mark(day, takenWithin(QuarterHours.Span(day))))
            .Where(IsNews)
            .ToImmutableArray();
        if (days.IsEmpty)
            return;
        foreach (var cell in CellKey.Of(terms.Location, terms.InseeCode))
        {
            // What searches on this silo read is noted there: it is no more lost than a message to the cell would be.
            if (board.TryRead(cell, out var reading))
                reading.Note(room, days, clock.Now());
            else
                grains.DirectoryCell(cell).TakenAsync(room, days).Ignore();
        }

        if (_told.Count > ToldMax)
            _told.Clear();
        foreach (var day in days)
            _told[day.Day] = (day, clock.GetTimestamp());
    }

    private bool IsNews(TakenDay day) =>
        !_told.TryGetValue(day.Day, out var told) || told.Day != day || clock.GetElapsedTime(told.At) > ToldFor;

    private IEnumerable<IDirectoryCellGrain> CellsOf(VenueTerms terms) =>
        CellKey.Of(terms.Location, terms.InseeCode).Select(cell => grains.DirectoryCell(cell));
}
