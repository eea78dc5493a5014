using Scheduling.Grains.Common;

namespace Scheduling.Grains.Waitlists;

/// <summary>
/// The waiting list of a room, kept by the room's own grain and keyed like it. Nobody on it is lost or served twice:
/// what it is about to ask a lead is stored before it asks, under a booking's identity that stays the same.
/// </summary>
[Alias("scheduling.waitlist")]
public interface IWaitlistGrain : IGrainWithStringKey
{
    /// <summary>Waits for a slot, for an advisor who books for themself or a manager of the network.</summary>
    [Alias("join")]
    Task<Outcome<WaitlistEntryView>> JoinAsync(JoinWaitlist command);

    /// <summary>Waits no more; an offer under way is declined.</summary>
    [Alias("leave")]
    Task<Outcome<WaitlistEntryView>> LeaveAsync(LeaveWaitlist command);

    /// <summary>One place on the list, for the advisor's network and managers of the room's owner.</summary>
    [Alias("find")]
    Task<Outcome<WaitlistEntryView>> FindAsync(WaitlistEntryId entry, Actor actor);

    /// <summary>Those who wait or have an offer, in order: all for managers of the owner, the own network's for others.</summary>
    [Alias("list")]
    Task<Outcome<Slice<WaitlistEntryView>>> ListAsync(PageRequest page, Actor actor);
}
