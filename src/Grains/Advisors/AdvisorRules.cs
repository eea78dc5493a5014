using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>When an advisor can be booked, apart from other bookings; and what an advisor's settings may be. Pure.</summary>
internal static class AdvisorRules
{
    public static readonly Duration AbsenceMax = Duration.FromDays(366);

    /// <summary>What is wrong with an absence, by field.</summary>
    public static ImmutableArray<Refusal> Validate(AddUnavailability command) =>
    [
        .. InputRules.Period("period", command.Period, AbsenceMax),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];

    /// <summary>What is wrong with new settings, by field.</summary>
    public static ImmutableArray<Refusal> Validate(UpdateAdvisor command) =>
    [
        .. command.Name is { } name ? InputRules.Name("name", name) : [],
        .. command.WorkingHours is { } hours ? InputRules.WeeklyHours("workingHours", hours) : [],
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
    ];

    /// <summary>The rules of an advisor's presence that the period breaks; changes on their way forbid already.</summary>
    public static IEnumerable<Refusal> CheckPresence(AdvisorState advisor, Period period)
    {
        ImmutableArray<WeeklyHours>[] rules = advisor.Update is { } update ? [advisor.WorkingHours, update.WorkingHours] : [advisor.WorkingHours];
        var zone = WallClock.Zone(advisor.TimeZone);
        foreach (var hours in rules.Where(hours => !IsAtWork(hours, zone, period)).Take(1))
            yield return Refusal.Broken(RefusalCode.AdvisorBusy, "workingHours", OpeningHours.Describe(hours),
                WallClock.Describe(period, zone), "The advisor does not work for all of the period.");
        // No word of an absence: whoever asks sees busy time and no more.
        if (Away(advisor).Where(period.Overlaps).ToList() is { Count: > 0 } away)
            yield return new ConflictRefusal
            {
                Code = RefusalCode.AdvisorBusy,
                Message = "The advisor is engaged for at least part of the period.",
                Conflicts = [.. away.Select(absence => new FreeBusy(absence, FreeBusyState.Busy, 0, Network: null))],
            };
    }

    /// <summary>True when the hours cover the period; no hours are no rule.</summary>
    public static bool IsAtWork(ImmutableArray<WeeklyHours> hours, DateTimeZone zone, Period period) =>
        hours.IsEmpty || new OpeningHours(hours, zone).Covers(period);

    /// <summary>The advisor's absences as a calendar shows them: busy time like any other.</summary>
    public static IEnumerable<Claim> AsClaims(AdvisorState advisor, Period during) => Away(advisor).Where(during.Overlaps).Select(absence => new Claim
    {
        Id = default,
        Booking = default,
        Network = advisor.Network,
        Period = absence,
        Held = absence,
        Seats = 0,
        MadeAt = absence.Start,
    });

    private static IEnumerable<Period> Away(AdvisorState advisor) =>
        advisor.Absences.Select(record => record.Unavailability.Period)
            .Concat(advisor.PendingAbsences.Select(pending => pending.Unavailability.Period));
}
