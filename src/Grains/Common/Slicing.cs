using System.Globalization;

namespace Scheduling.Grains.Common;

/// <summary>Cuts lists into slices whose cursors survive changes of the list.</summary>
internal static class Slicing
{
    /// <summary>
    /// A slice of entries ordered by an instant and an identity, which together are the cursor: an entry added or removed
    /// elsewhere shifts nothing.
    /// </summary>
    public static Slice<TId> Of<TItem, TId>(
        IEnumerable<TItem> items, Func<TItem, Instant> at, Func<TItem, TId> id, PageRequest page) where TId : notnull
    {
        var all = items
            .Select(item => new SliceItem<TId>(Cursor(at(item), id(item)), id(item)))
            .DistinctBy(item => item.Cursor)
            .OrderBy(item => item.Cursor, StringComparer.Ordinal)
            .ToList();
        var rest = all.SkipWhile(item => page.After is not null && string.CompareOrdinal(item.Cursor, page.After) <= 0).ToList();
        return new Slice<TId>
        {
            Items = [.. rest.Take(page.First)],
            HasNext = rest.Count > page.First,
            HasPrevious = rest.Count < all.Count,
        };
    }

    /// <summary>A slice of entries that have ascending numbers, which are the cursor.</summary>
    public static Slice<T> Numbered<TItem, T>(
        IEnumerable<TItem> items, Func<TItem, long> number, Func<TItem, T> show, PageRequest page)
    {
        var all = items.ToList();
        var after = long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1;
        var rest = all.Where(item => number(item) > after).ToList();
        return new Slice<T>
        {
            Items = [.. rest.Take(page.First).Select(item =>
                new SliceItem<T>(number(item).ToString(CultureInfo.InvariantCulture), show(item)))],
            HasNext = rest.Count > page.First,
            HasPrevious = rest.Count < all.Count,
        };
    }

    // Milliseconds padded, so that the order of text is the order of time (years 2000 to 2199).
    private static string Cursor<TId>(Instant at, TId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds():D15}.{id}");
}
