using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Rooms;

// What the room posts of itself for whoever reads it on this silo.
internal sealed partial class RoomGrain
{
    private readonly Board<RoomId, RoomReading>.Notice _notice;
    private RoomReading _reading;

    private void Stored()
    {
        Post();
        OccupancyMayHaveChanged();
    }

    private void Stored(IsoWeek week, ClaimsPage page)
    {
        Learn(week, page);
        OccupancyMayHaveChanged();
    }

    private void Learn(IsoWeek week, ClaimsPage page)
    {
        _reading = _reading with { Pages = _reading.Pages.SetItem(week.Number, page) };
        Post();
    }

    // Whoever asks would rather have read it.
    private void PutUp() => _notice.PutUp(Refresh());

    private void Post() => _notice.Post(Refresh());

    private RoomReading Refresh() => _reading = _reading with { Settings = _settings.Durable, Listed = _pages.Listed };
}
