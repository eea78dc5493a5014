using Scheduling.Grains.Common;

namespace Scheduling.Grains.Series;

/// <summary>The series of one lead, one record each, read when first needed.</summary>
internal sealed class SeriesRecords(IGrainContext context, IGrainStorage storage)
{
    private readonly Dictionary<SeriesId, Task<DurableRecord<SeriesRecord>>> _records = [];

    /// <summary>The record of a series, read if need be; an empty one when there is none.</summary>
    public Task<DurableRecord<SeriesRecord>> LoadAsync(SeriesId series)
    {
        // A failed read must not be remembered.
        if (_records.TryGetValue(series, out var known) && !known.IsFaulted)
            return known;
        return _records[series] = ReadAsync(series);
    }

    /// <summary>The record of a series that was made, as stored; null when there is none, of which nothing is kept then.</summary>
    public async Task<DurableRecord<SeriesRecord>?> FindAsync(SeriesId series)
    {
        var isNew = !_records.ContainsKey(series);
        var record = await LoadAsync(series);
        await record.SaveAsync();
        if (record.Durable.IsMade)
            return record;
        if (isNew && record.Current.IsUnknown)
            _records.Remove(series);
        return null;
    }

    private async Task<DurableRecord<SeriesRecord>> ReadAsync(SeriesId series)
    {
        var record = new DurableRecord<SeriesRecord>($"series-{series.Key}", context, storage);
        await record.LoadAsync();
        return record;
    }
}
