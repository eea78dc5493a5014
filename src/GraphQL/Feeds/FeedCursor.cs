using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Scheduling.Api.Errors;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Feeds;

/// <summary>A place in one feed, as clients keep it. It names its feed, so that one cannot be taken for another's.</summary>
internal static class FeedCursor
{
    /// <summary>The place behind the entry of this number; 0 for the very beginning.</summary>
    public static string Of(FeedId feed, long number) => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{feed}@{number}")));

    /// <summary>The number that a cursor of this feed stands for; null for none given.</summary>
    public static long? Read(string? cursor, FeedId feed)
    {
        if (cursor is null)
            return null;
        if (Number(cursor) is { } number && Of(feed, number) == cursor)
            return number;
        throw ApiError.InvalidInput("after", "This is not a cursor of this feed.");
    }

    private static long? Number(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return long.TryParse(
            text.AsSpan(text.LastIndexOf('@') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
