using System.Globalization;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

/// <summary>What a room refuses, apart from what others hold: pure.</summary>
internal static class RoomRules
{
    public const int SeatsMax = 1_000;
    private const int EquipmentMax = 50;
    private static readonly Duration NoShowReleaseMin = Duration.FromMinutes(1);
    private static readonly Duration DeadlineMin = Duration.FromSeconds(1);
    private static readonly Duration DeadlineMax = Duration.FromDays(60);
    private static readonly Duration AdvanceMax = Duration.FromDays(5 * 366);

    /// <summary>What is wrong with an owner's settings, by field.</summary>
    public static ImmutableArray<Refusal> Validate(RoomDetails details) =>
    [
        .. InputRules.Name("name", details.Name),
        .. InputRules.Within("seats", details.Seats, 1, SeatsMax),
        .. ValidateEquipment(details.Equipment),
        .. ValidatePolicy(details.Policy),
    ];

    /// <summary>Every rule that a booking of so many seats in this period breaks.</summary>
    public static ImmutableArray<Refusal> Check(RoomDetails details, VenueTerms terms, Period period, int seats, Instant now) =>
        CheckSeats(details, seats).AddRange(CheckPolicy(details.Policy, period, now)).AddRange(CheckVenue(terms, period));

    /// <summary>What a booking in this period takes of the room's time, buffers included.</summary>
    public static Period Held(RoomDetails details, Period period) =>
        period.Widen(details.Policy.SetupBuffer ?? Duration.Zero, details.Policy.TeardownBuffer ?? Duration.Zero);

    /// <summary>The rules of the venue's hours and public holidays that the period breaks.</summary>
    public static ImmutableArray<Refusal> CheckHours(VenueTerms terms, Period period) =>
        CheckOpeningHours(terms, period).AddRange(CheckDaysOff(terms, period));

    /// <summary>True when a booking that stands could not stay as it is under these settings.</summary>
    public static bool Breaks(RoomDetails details, Claim claim) =>
        claim.Seats > details.Seats
        || claim.Period.Length < details.Policy.MinimumDuration
        || claim.Period.Length > details.Policy.MaximumDuration;

    /// <summary>What is wrong with new settings, by field.</summary>
    public static ImmutableArray<Refusal> Validate(UpdateRoom command, RoomDetails known) =>
    [
        .. Validate(command.Over(known)),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];

    private static IEnumerable<Refusal> ValidateEquipment(ImmutableArray<string> equipment)
    {
        if (equipment.Length > EquipmentMax)
            yield return Refusal.Invalid("equipment", $"'equipment' takes at most {EquipmentMax} entries.");
        for (var i = 0; i < Math.Min(equipment.Length, EquipmentMax); i++)
            foreach (var refusal in InputRules.Name($"equipment.{i}", equipment[i]))
                yield return refusal;
    }

    private static IEnumerable<Refusal> ValidatePolicy(BookingPolicy policy) =>
    [
        .. Bounded("minimumNotice", policy.MinimumNotice, AdvanceMax),
        .. Bounded("maximumAdvance", policy.MaximumAdvance, AdvanceMax),
        .. Bounded("minimumDuration", policy.MinimumDuration, Holdable(policy)),
        .. Bounded("maximumDuration", policy.MaximumDuration, CalendarRules.HeldMax),
        .. Bounded("setupBuffer", policy.SetupBuffer, CalendarRules.BufferMax),
        .. Bounded("teardownBuffer", policy.TeardownBuffer, CalendarRules.BufferMax),
        .. Between("noShowRelease", policy.NoShowRelease, NoShowReleaseMin, CalendarRules.HeldMax),
        // With none at all a request would have expired before anybody could answer it.
        .. Between("decisionDeadline", policy.DecisionDeadline, DeadlineMin, DeadlineMax),
        .. Ordered("maximumDuration", policy.MinimumDuration, policy.MaximumDuration),
        .. Ordered("maximumAdvance", policy.MinimumNotice, policy.MaximumAdvance),
    ];

    private static IEnumerable<Refusal> Bounded(string field, Duration? value, Duration most) =>
        Between(field, value, Duration.Zero, most);

    private static IEnumerable<Refusal> Between(string field, Duration? value, Duration least, Duration most)
    {
        if (value < least || value > most)
            yield return Refusal.Invalid($"policy.{field}", $"'{field}' takes {IsoDuration.Format(least)} to {IsoDuration.Format(most)}.");
    }

    private static IEnumerable<Refusal> Ordered(string field, Duration? least, Duration? most)
    {
        if (most < least)
            yield return Refusal.Invalid($"policy.{field}", $"'{field}' leaves nothing that could be booked.");
    }

    private static ImmutableArray<Refusal> CheckSeats(RoomDetails details, int seats) => seats <= details.Seats
        ? []
        : [Refusal.Broken(RefusalCode.SeatsExceeded, "seats", $"{details.Seats}", $"{seats}", $"The room seats {details.Seats}, not {seats}.")];

    private static ImmutableArray<Refusal> CheckPolicy(BookingPolicy policy, Period period, Instant now)
    {
        ImmutableArray<Refusal> broken = [];
        var notice = period.Start - now;
        if (notice < (policy.MinimumNotice ?? Duration.Zero))
            broken = broken.Add(Broken("minimumNotice", policy.MinimumNotice ?? Duration.Zero, notice,
                notice < Duration.Zero ? "The period has begun already." : "The room wants more notice."));
        if (notice > (policy.MaximumAdvance ?? AdvanceMax))
            broken = broken.Add(Broken("maximumAdvance", policy.MaximumAdvance ?? AdvanceMax, notice, "The room cannot be booked so far ahead."));
        if (period.Length < policy.MinimumDuration)
            broken = broken.Add(Broken("minimumDuration", policy.MinimumDuration.Value, period.Length, "The room is booked for longer."));
        var longest = Duration.Min(policy.MaximumDuration ?? Holdable(policy), Holdable(policy));
        return period.Length <= longest
            ? broken
            : broken.Add(Broken("maximumDuration", longest, period.Length, "The room is booked for shorter."));
    }

    // Terms on their way forbid already; only those where the present ones allow, so that nothing is said twice.
    private static ImmutableArray<Refusal> CheckVenue(VenueTerms terms, Period period)
    {
        var hours = CheckHours(terms, period);
        if (hours.IsEmpty && terms.Ahead is { } ahead)
            hours = CheckHours(ahead.Over(terms), period);
        return hours.AddRange(CheckClosures(terms, period));
    }

    private static ImmutableArray<Refusal> CheckOpeningHours(VenueTerms terms, Period period)
    {
        var zone = WallClock.Zone(terms.TimeZone);
        return new OpeningHours(terms.OpeningHours, zone).Covers(period)
            ? []
            :
            [
                Refusal.Broken(RefusalCode.OutsideOpeningHours, "openingHours", OpeningHours.Describe(terms.OpeningHours),
                    WallClock.Describe(period, zone), terms.OpeningHours.IsEmpty
                        ? "The venue has no known opening hours, so nothing can be booked there yet."
                        : "The venue is not open for all of the period."),
            ];
    }

    private static ImmutableArray<Refusal> CheckDaysOff(VenueTerms terms, Period period)
    {
        if (terms.DaysOffOf is null)
            return [];
        var zone = WallClock.Zone(terms.TimeZone);
        return
        [
            .. DaysOff.During(period, zone, terms.DaysOffOf).Take(5).Select(day =>
                Refusal.Broken(RefusalCode.Closed, "dayOff", string.Create(CultureInfo.InvariantCulture, $"{day.Date:uuuu-MM-dd} {day.Name}"),
                    WallClock.Describe(period, zone), $"The venue is closed on public holidays: {day.Name}.")),
        ];
    }

    private static ImmutableArray<Refusal> CheckClosures(VenueTerms terms, Period period)
    {
        if (terms.Closures.IsEmpty)
            return [];
        var zone = WallClock.Zone(terms.TimeZone);
        return
        [
            .. terms.Closures.Where(closure => closure.Period.Overlaps(period)).Take(5).Select(closure =>
                Refusal.Broken(RefusalCode.Closed, "closure", WallClock.Describe(closure.Period, zone),
                    WallClock.Describe(period, zone), "The venue is closed then" + (closure.Reason is { } why ? $": {why}." : "."))),
        ];
    }

    private static Duration Holdable(BookingPolicy policy) =>
        CalendarRules.HeldMax - (policy.SetupBuffer ?? Duration.Zero) - (policy.TeardownBuffer ?? Duration.Zero);

    private static Refusal Broken(string rule, Duration limit, Duration actual, string message) =>
        Refusal.Broken(RefusalCode.Policy, rule, IsoDuration.Format(limit), IsoDuration.Format(actual), message);
}
