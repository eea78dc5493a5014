namespace Scheduling.Grains.Utilization;

/// <summary>Sums up rooms as they answer, from any thread, so that a year of a thousand rooms is never in memory at once.</summary>
internal sealed class UtilizationTally(UtilizationQuery query)
{
    private readonly DayUse[] _days = new DayUse[NodaTime.Period.DaysBetween(query.First, query.Last) + 1];
    private readonly Lock _adding = new();
    private int _rooms;

    /// <summary>Counts one more room.</summary>
    public void Add(RoomUse room)
    {
        lock (_adding)
        {
            _rooms++;
            for (var day = 0; day < _days.Length; day++)
                _days[day] += room.Days[day];
        }
    }

    /// <summary>What was counted; nobody adds any more.</summary>
    public UtilizationView ToView() => new(
        [.. UtilizationRules.Rows(query.First, _days, query.By)], UtilizationRules.Row(query.First, query.Last, _days), _rooms);
}
