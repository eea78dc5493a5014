using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Faults;

// What is left out between the grains and the store.

/// <summary>The store takes a page from a writer that has not seen the last one.</summary>
internal sealed class IgnoreTheVersion : Fault
{
    public override bool IgnoresVersion => true;
}

/// <summary>A calendar grants claims before they are stored.</summary>
internal sealed class GrantBeforeTheWrite : Fault
{
    public override bool AnswersBeforeWriting(string key, string name) =>
        !key.StartsWith("advisor-", StringComparison.Ordinal) && name.StartsWith("week-", StringComparison.Ordinal);
}

/// <summary>A lead answers from its memory instead of the durable copy.</summary>
internal sealed class AnswerFromMemory : Fault
{
    public override bool AnswersBeforeWriting(string key, string name) =>
        key.StartsWith("advisor-", StringComparison.Ordinal) && name.StartsWith("week-", StringComparison.Ordinal);
}

/// <summary>A calendar says that it holds a claim, and never stores it.</summary>
internal sealed class GrantWithoutWriting : Fault
{
    public override object? Write(string key, string name, object? before, object value) =>
        value is ClaimsPage page && page.Claims.Except((before as ClaimsPage)?.Claims ?? []).Any() ? null : value;
}

/// <summary>A lead calls a claim gone without making its page's version move.</summary>
internal sealed class SkipTheTombstone : Fault
{
    public override object? Write(string key, string name, object? before, object value)
    {
        if (value is not AdvisorPage page)
            return value;
        var known = before as AdvisorPage ?? new AdvisorPage();
        return page with { Tombstones = known.Tombstones } == known ? null : value;
    }
}

/// <summary>Nothing remembers what has to be given back.</summary>
internal sealed class ForgetTheReleases : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value is AdvisorPage page
        ? page with { Bookings = [.. page.Bookings.Select(booking => booking.Releases.IsEmpty ? booking : booking with { Releases = [] })] }
        : value;
}

/// <summary>Nothing remembers whom to tell of a change.</summary>
internal sealed class ForgetTheOutbox : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value is AdvisorPage page
        ? page with { Bookings = [.. page.Bookings.Select(booking => booking.News.IsEmpty ? booking : booking with { News = [] })] }
        : value;
}

/// <summary>What a key was used for is forgotten with the activation.</summary>
internal sealed class ForgetTheKey : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value switch
    {
        RecentKeys => new RecentKeys(),
        AdvisorPage page => page with { Bookings = [.. page.Bookings.Select(booking => booking with { Key = null })] },
        _ => value,
    };
}

/// <summary>A page is stored and its week is not listed.</summary>
internal sealed class ForgetTheIndex : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value is WeekIndex ? null : value;
}

/// <summary>The dates of a series become bookings without its record.</summary>
internal sealed class SkipTheSeriesRecord : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value is SeriesRecord { IsMade: true } ? null : value;
}

/// <summary>Leads are asked before it is stored what for.</summary>
internal sealed class OfferWithoutWriting : Fault
{
    public override object? Write(string key, string name, object? before, object value) => value is WaitlistState list
        ? new WaitlistState { Entries = [.. list.Entries.Select(entry => entry.Asking is null ? entry : entry with { Asking = null, Booking = null, Attempts = 0 })] }
        : value;
}

/// <summary>Nobody comes back to what was left half-way.</summary>
internal sealed class ForgetTheReminder : Fault
{
    public override bool ForgetsReminders => true;
}

/// <summary>What a booking needs no more is given back before its record says so.</summary>
internal sealed class ReleaseBeforeTheRecord : Fault
{
    public override void Writing(Cluster cluster, string key, string name, object? before, object value)
    {
        if (value is not AdvisorPage page)
            return;
        foreach (var booking in page.Bookings)
            foreach (var claim in booking.Releases.Where(claim => claim.Calendar != key && Watch!.Find(booking.Id)?.Claims.Contains(claim) == true))
                _ = new References(cluster).GetCalendar(claim.Calendar).ReleaseAsync(claim.ToRelease());
    }
}
