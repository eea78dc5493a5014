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
    private readonly Dictionary<int, TakenDay> _waiting = [];
    private ImmutableArray<string> _cells = [];
    private Task _telling = Task.CompletedTask;

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
        if (_told.Count > ToldMax)
            _told.Clear();
        foreach (var day in days)
        {
            _told[day.Day] = (day, clock.GetTimestamp());
            _waiting[day.Day] = day;
        }

        _cells = CellKey.Of(terms.Location, terms.InseeCode);
        if (_telling.IsCompleted)
            _telling = TellAsync();
    }

    // One after the other, so that nothing that was said before comes after it. On this silo it is noted where searches read it; a
    // message that is lost costs them a room that is not free, or one that is, until it is told again.
    private async Task TellAsync()
    {
        while (_waiting.Count > 0)
        {
            ImmutableArray<TakenDay> days = [.. _waiting.Values];
            _waiting.Clear();
            foreach (var cell in _cells)
            {
                if (board.TryRead(cell, out var reading))
                    reading.Note(room, days, clock.Now());
                else
                    await grains.DirectoryCell(cell).TakenAsync(room, days)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private bool IsNews(TakenDay day) =>
        !_told.TryGetValue(day.Day, out var told) || told.Day != day || clock.GetElapsedTime(told.At) > ToldFor;

    private IEnumerable<IDirectoryCellGrain> CellsOf(VenueTerms terms) =>
        CellKey.Of(terms.Location, terms.InseeCode).Select(cell => grains.DirectoryCell(cell));
}
