using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>
/// The attendee records that a lead has in memory: read when first needed, and put back when it has many and nobody uses
/// them. A record in use stays, so that there are never two of one workshop.
/// </summary>
internal sealed class WorkshopShelf(IGrainContext context, IGrainStorage storage)
{
    private const int KeptMax = 32;

    private readonly Dictionary<BookingId, Entry> _entries = [];
    private long _uses;

    /// <summary>Works with a workshop's attendees.</summary>
    public async Task<T> UseAsync<T>(BookingId id, Func<DurableRecord<WorkshopRecord>, Task<T>> use)
    {
        var entry = Take(id);
        entry.Users++;
        try
        {
            await entry.Loading;
            return await use(entry.Record);
        }
        finally
        {
            entry.Users--;
            entry.LastUse = ++_uses;
            PutBack();
        }
    }

    private Entry Take(BookingId id)
    {
        // A failed read must not be remembered.
        if (_entries.TryGetValue(id, out var known) && !known.Loading.IsFaulted)
            return known;
        var record = new DurableRecord<WorkshopRecord>(NameOf(id), context, storage);
        return _entries[id] = new Entry { Record = record, Loading = record.LoadAsync() };
    }

    private void PutBack()
    {
        while (_entries.Count > KeptMax)
        {
            var idle = _entries.Where(entry => entry.Value is { Users: 0, Record.IsDurable: true })
                .OrderBy(entry => entry.Value.LastUse).Select(entry => (BookingId?)entry.Key).FirstOrDefault();
            if (idle is not { } id)
                return;
            _entries.Remove(id);
        }
    }

    private static string NameOf(BookingId id) => $"attendees-{id.Value.Split('-', 3)[2]}";

    private sealed class Entry
    {
        public required DurableRecord<WorkshopRecord> Record { get; init; }

        public required Task Loading { get; init; }

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
