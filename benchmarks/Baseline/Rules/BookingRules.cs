using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Rules;

/// <summary>What is refused before the database is asked.</summary>
internal static class BookingRules
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    private const int SeatsMax = 1_000;
    private const int TitleMax = 200;

    /// <summary>Every rule that such a booking breaks.</summary>
    public static List<ErrorView> Check(RoomSettings room, DateTimeOffset start, DateTimeOffset end, int seats, string? title, DateTimeOffset now)
    {
        var errors = new List<ErrorView>(0);
        if (end <= start || end - start > s_longest)
            errors.Add(new("INVALID_INPUT", "A period ends after it starts, at most 7 days later."));
        if (seats is < 1 or > SeatsMax)
            errors.Add(new("INVALID_INPUT", "'seats' takes 1 to 1000."));
        if (title?.Length > TitleMax)
            errors.Add(new("INVALID_INPUT", "'title' takes at most 200 characters."));
        if (errors.Count > 0)
            return errors;
        if (seats > room.Room.Seats)
            errors.Add(new("SEATS_EXCEEDED", $"The room seats {room.Room.Seats}, not {seats}."));
        CheckPolicy(room.Room, start, end, now, errors);
        if (!IsOpen(room.Venue, start, end))
            errors.Add(new("OUTSIDE_OPENING_HOURS", "The venue is not open for all of the period."));
        return errors;
    }

    private static void CheckPolicy(Room room, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now, List<ErrorView> errors)
    {
        var (notice, length) = (start - now, end - start);
        if (notice < TimeSpan.FromMinutes(room.MinimumNoticeMinutes ?? 0))
            errors.Add(new("POLICY", "The room wants more notice."));
        if (notice > TimeSpan.FromDays(room.MaximumAdvanceDays ?? 5 * 366))
            errors.Add(new("POLICY", "The room cannot be booked so far ahead."));
        if (room.MinimumMinutes is { } least && length < TimeSpan.FromMinutes(least))
            errors.Add(new("POLICY", "The room is booked for longer."));
        if (room.MaximumMinutes is { } most && length > TimeSpan.FromMinutes(most))
            errors.Add(new("POLICY", "The room is booked for shorter."));
    }

    // Hours do not cross midnight here, so an open period lies within one day.
    private static bool IsOpen(VenueSettings venue, DateTimeOffset start, DateTimeOffset end)
    {
        var (from, until) = (venue.Local(start), venue.Local(end));
        if (from.Date != until.Date)
            return false;
        foreach (var hours in venue.On(from.DayOfWeek))
            if (from.TimeOfDay >= hours.Opens.ToTimeSpan() && until.TimeOfDay <= hours.Closes.ToTimeSpan())
                return true;
        return false;
    }
}
