using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Rooms;

/// <summary>What is durable of a room, as far as its grain has read it, and the questions that this answers.</summary>
public sealed record RoomReading
{
    private readonly RoomId _room;

    internal RoomReading(RoomId room) => _room = room;

    internal RoomState Settings { get; init; } = new();

    /// <summary>Numbers of the weeks that have a page; whatever is not listed was never written.</summary>
    internal ImmutableSortedSet<int> Listed { get; init; } = [];

    /// <summary>The pages that were read, by number of the week.</summary>
    internal ImmutableDictionary<int, ClaimsPage> Pages { get; init; } = ImmutableDictionary<int, ClaimsPage>.Empty;

    /// <summary>What it is; null when it was never published.</summary>
    internal RoomView? View => Settings is { Details: { } details, Terms: { } terms }
        ? new RoomView { Id = _room, Venue = terms.Venue, TimeZone = terms.TimeZone, Details = details }
        : null;

    /// <summary>True when no page has to be read to know what holds the room then.</summary>
    internal bool Covers(Period during)
    {
        foreach (var week in CalendarRules.PagesOf(during))
            if (!Pages.ContainsKey(week.Number) && Listed.Contains(week.Number))
                return false;
        return true;
    }

    /// <summary>Every stretch of a period that it <see cref="Covers"/>; nothing for a room that was never published.</summary>
    internal ImmutableArray<FreeBusy> FreeBusy(Period during) => Settings is { Details: { } details, Terms: { } terms }
        ? Timeline.Of(during, Claims(during), terms.ToHours().During(during), terms.Closures, details.Capacity)
        : [];

    /// <summary>
    /// True when a booking would break no rule and meet nobody. False also where that is not known: when a page has to be read,
    /// and where the building has a limit, which is the venue's to know.
    /// </summary>
    internal bool IsKnownBookable(Period period, int seats, Instant now)
    {
        if (Settings is not { Details: { } details, Terms: { CountsPeople: false } terms } || !RoomRules.Check(details, terms, period, seats, now).IsEmpty)
            return false;
        var held = RoomRules.Held(details, period);
        return Covers(held) && (!IsMet(held) || CalendarRules.InTheWay(Claims(held), held, seats, details.Capacity).IsEmpty);
    }

    // Nearly always nobody is there, and nothing has to be counted.
    private bool IsMet(Period during)
    {
        foreach (var week in CalendarRules.PagesOf(during))
            if (Pages.TryGetValue(week.Number, out var page) && page.Claims.Any(claim => claim.Held.Overlaps(during)))
                return true;
        return false;
    }

    private ImmutableArray<Claim> Claims(Period during) => ClaimsPages.Within(
        CalendarRules.PagesOf(during).SelectMany(week => Pages.GetValueOrDefault(week.Number)?.Claims ?? []), during);
}
