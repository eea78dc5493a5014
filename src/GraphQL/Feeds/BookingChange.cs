using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Feeds;

/// <summary>
/// Something that happened to a booking: it was made, answered, moved, ended. Told to its lead and co-hosts, their networks
/// and the room's owner, once each and in order.
/// </summary>
public sealed class BookingChange(string cursor, BookingNews news, ApiRequest api)
{
    /// <summary>Marks the place of this change in the feed: give it as after to continue behind it.</summary>
    public string Cursor => cursor;

    /// <summary>Which booking.</summary>
    [Id] public string BookingId => news.Booking.Value;

    /// <summary>The booking as it is now, not as it was then; null when the caller may not see it (any more).</summary>
    public Task<Booking?> BookingAsync() => api.FindVisibleAsync(news.Booking);

    /// <summary>The booking's version by this change.</summary>
    public long Version => news.Version;

    /// <summary>When, in the venue's zone.</summary>
    public OffsetDateTime At => news.At.In(Zones.Of(news.TimeZone));

    /// <summary>What the booking became.</summary>
    public BookingStatus Status => news.Status;

    /// <summary>The caller who did it.</summary>
    public string By => news.By;

    /// <summary>Why, if said and if the caller may see the booking.</summary>
    public async Task<string?> NoteAsync() =>
        (await api.FindViewAsync(news.Booking))?.History.ElementAtOrDefault((int)news.Version - 1) is { } step && step.At == news.At
            ? step.Note : null;
}
