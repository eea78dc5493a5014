using System.Globalization;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>
/// The keys that an advisor was booked with lately, in pages of a fixed length: each booking writes one, however many there
/// were that day. It is always the same record that is written last, so that two activations of an advisor meet there at the
/// first booking, and its version refuses one of them before it commits anything.
/// </summary>
internal sealed class RecentKeyPages(IGrainContext context, IGrainStorage storage)
{
    /// <summary>Keys of a page. More than these a day are rare, and a page is written anew with each.</summary>
    public const int PageLength = 16;

    private readonly DurableRecord<RecentKeys> _latest = new("recent-keys", context, storage);
    private readonly List<DurableRecord<RecentKeys>> _earlier = [];

    public async Task LoadAsync()
    {
        await _latest.LoadAsync();
        for (var number = 0; number < _latest.Current.EarlierPages; number++)
            _earlier.Add(Earlier(number));
        await Task.WhenAll(_earlier.Select(page => page.LoadAsync()));
    }

    /// <summary>The booking that a key was last used for; null when that is not known.</summary>
    public BookingId? Of(RequestKey key) => Pages
        .Select(page => page.Current.ByKey.GetValueOrDefault(key.Key))
        .Where(recent => recent is not null)
        .MaxBy(recent => recent!.At)?.Booking;

    /// <summary>Notes what a key is used for. Durable when it returns, with whatever was noted or forgotten before.</summary>
    public async Task NoteAsync(string key, BookingId booking, Instant now)
    {
        var latest = _latest.Current.Since(now - RequestKey.Kept);
        if (latest.ByKey.Count >= PageLength && !latest.ByKey.ContainsKey(key))
            latest = SetAside(latest, now);
        _latest.Decide(latest.With(key, booking, now));
        // First what the latest page has no more.
        await Task.WhenAll(_earlier.Select(page => page.SaveAsync()));
        await _latest.SaveAsync();
    }

    /// <summary>Forgets a key whose attempt came to nothing; stored with what is noted next.</summary>
    public void Forget(string key)
    {
        foreach (var page in Pages.Where(page => page.Current.ByKey.ContainsKey(key)))
            page.Decide(page.Current.Without(key));
    }

    private IEnumerable<DurableRecord<RecentKeys>> Pages => _earlier.Append(_latest);

    // Into the place of a page whose keys are all too old, or into a further one.
    private RecentKeys SetAside(RecentKeys full, Instant now)
    {
        var place = _earlier.Find(page => page.Current.Since(now - RequestKey.Kept).ByKey.IsEmpty);
        if (place is null)
            _earlier.Add(place = Earlier(_earlier.Count));
        place.Decide(new RecentKeys { ByKey = full.ByKey });
        return new RecentKeys { EarlierPages = _earlier.Count };
    }

    private DurableRecord<RecentKeys> Earlier(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"recent-keys-{number}"), context, storage);
}
