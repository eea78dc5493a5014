using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Waitlists;

/// <summary>What becomes of a place on a waiting list. Pure.</summary>
internal static class WaitlistRules
{
    /// <summary>Most who wait for one room.</summary>
    public const int OpenMax = 500;

    /// <summary>Most places that one advisor has on one list.</summary>
    public const int OpenOfAdvisorMax = 20;

    private const int EndedMax = 200;
    private static readonly Duration EndedKept = Duration.FromDays(7);

    /// <summary>The list with an entry, new or changed, and without what ended long ago.</summary>
    public static WaitlistState With(WaitlistState list, WaitlistEntry entry, Instant now)
    {
        var entries = list.Find(entry.Id) is { } known ? list.Entries.Replace(known, entry) : list.Entries.Add(entry);
        var forgotten = entries.Where(other => !other.IsOpen).OrderByDescending(other => other.EndedAt).Skip(EndedMax)
            .Concat(entries.Where(other => other.EndedAt < now - EndedKept)).Select(other => other.Id).ToHashSet();
        return new WaitlistState { Entries = entries.RemoveAll(other => forgotten.Contains(other.Id)) };
    }

    /// <summary>Why nobody more may wait, or not this one for this once more; null when there is place.</summary>
    public static Refusal? Against(WaitlistState list, JoinWaitlist command)
    {
        var advisor = command.Advisor;
        var length = command.Length ?? command.Window.Length;
        if (list.Open.FirstOrDefault(entry => entry is { LeavingBy: null } && entry.Advisor == advisor && entry.Window == command.Window && entry.SlotLength == length) is { } open)
            return Refusal.Broken(RefusalCode.Quota, "waitlistOfSlot", "1", "2",
                $"The advisor waits for this already: {open.Id}. Leave that place first to wait for it otherwise.");
        if (list.Open.Count() >= OpenMax)
            return Refusal.Broken(RefusalCode.Quota, "waitlist", $"{OpenMax}", $"{OpenMax + 1}", "Too many wait for this room already.");
        return list.Open.Count(entry => entry.Advisor == advisor) >= OpenOfAdvisorMax
            ? Refusal.Broken(RefusalCode.Quota, "waitlistOfAdvisor", $"{OpenOfAdvisorMax}", $"{OpenOfAdvisorMax + 1}",
                "The advisor has too many places on this list already.")
            : null;
    }

    /// <summary>A new place at the end of the list.</summary>
    public static WaitlistEntry Join(WaitlistState list, JoinWaitlist command, WaitlistEntryId id, OrganizationId network, Instant now) => new()
    {
        Id = id,
        Advisor = command.Advisor,
        Network = network,
        Actor = command.Actor,
        Window = command.Window,
        Length = command.Length,
        Seats = command.Seats,
        Purpose = command.Purpose,
        Title = command.Title,
        BookOutright = command.BookOutright,
        OfferHold = command.OfferHold,
        // The order of the list is the order of its times, whatever the clock does.
        JoinedAt = list.Entries.IsEmpty ? now : Instant.Max(now, list.Entries.Max(entry => entry.JoinedAt) + Duration.FromMilliseconds(1)),
        Key = command.Key,
    };

    /// <summary>
    /// The entry about to ask its lead for a slot. The booking is named now, and the same for whatever slot is asked for after a
    /// refusal: a message that comes late, after others have been answered, finds the booking or makes it, and never a second one.
    /// </summary>
    public static WaitlistEntry Ask(WaitlistEntry entry, Period slot) => entry with
    {
        Attempts = entry.Attempts + 1,
        Asking = slot,
        Booking = entry.Booking ?? BookingId.New(entry.Advisor, IsoWeek.Of(slot.Start), IdSource.KeyOf(entry.Id.Value)),
    };

    /// <summary>What the lead is asked.</summary>
    public static OfferSlot OfferOf(WaitlistEntry entry, RoomId room, bool isRepeat) => new()
    {
        Booking = new BookRoom
        {
            Actor = entry.Actor,
            Room = room,
            Period = entry.Asking!.Value,
            Seats = entry.Seats,
            Purpose = entry.Purpose,
            Title = entry.Title,
        },
        Id = entry.Booking!.Value,
        Offer = new WaitlistOffer
        {
            Entry = entry.Id,
            Hold = entry.BookOutright ? null : entry.OfferHold,
            IsAccepted = entry.BookOutright,
        },
        IsRepeat = isRepeat,
    };

    /// <summary>The entry once its lead has answered: refused, it waits on.</summary>
    public static WaitlistEntry Answered(WaitlistEntry entry, Outcome<BookingView> answer, Instant now) => answer.Value is { } booking
        ? See(entry with { Asking = null, Status = WaitlistStatus.Offered, AnswerBy = booking.AnswerBy }, booking, now)
        : entry with { Asking = null };

    /// <summary>The entry of an offer, by how its booking stands.</summary>
    public static WaitlistEntry See(WaitlistEntry entry, BookingView booking, Instant now)
    {
        if (booking.Offer is { IsAccepted: true })
            return End(entry, WaitlistStatus.Served, now);
        if (booking.Status == BookingStatus.Pending)
            return entry;
        return End(entry, entry.LeavingBy is null ? WaitlistStatus.Lapsed : WaitlistStatus.Left, now);
    }

    /// <summary>The entry once it waits no more.</summary>
    public static WaitlistEntry End(WaitlistEntry entry, WaitlistStatus status, Instant now) =>
        entry with
        {
            Status = status,
            EndedAt = now,
            AnswerBy = null,
            // Of an attempt that was refused there is nothing to show.
            Booking = entry.Status == WaitlistStatus.Offered ? entry.Booking : null,
        };

    /// <summary>True when no slot for the entry lies ahead.</summary>
    public static bool IsPast(WaitlistEntry entry, Instant now) => entry.Window.End - entry.SlotLength < now;

    /// <summary>
    /// The entry's place among those that wait for any of the same time, 1 for the first; null when it waits no more.
    /// </summary>
    public static int? PositionOf(WaitlistState list, WaitlistEntry entry) => entry.IsOpen
        ? 1 + list.Open.TakeWhile(other => other.Id != entry.Id).Count(other => other.Window.Overlaps(entry.Window))
        : null;
}
