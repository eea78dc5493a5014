using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Changes;

/// <summary>
/// A change of terms on its way, as stored: a closure, other settings, an absence. Bookings that stand may be in its way; it
/// is finished or withdrawn, also after a crash.
/// </summary>
internal interface IPendingChange<TSelf> where TSelf : class, IPendingChange<TSelf>
{
    /// <summary>What the keys of its cancellations stand for.</summary>
    static abstract string Operation { get; }

    /// <summary>Its own name, unique for good: the key of each cancellation it makes.</summary>
    string ChangeId { get; }

    /// <summary>Cancel what stands in its way; otherwise that refuses it.</summary>
    bool CancelBookings { get; }

    /// <summary>In whose name bookings are cancelled.</summary>
    Actor Actor { get; }

    /// <summary>The key it is made with.</summary>
    RequestKey? Key { get; }

    /// <summary>The reason that cancelled bookings show.</summary>
    string? Reason { get; }

    /// <summary>Bookings that it set out to cancel so far.</summary>
    ImmutableArray<BookingId> Bookings { get; }

    /// <summary>The same, having set out to cancel these.</summary>
    TSelf WithBookings(ImmutableArray<BookingId> bookings);
}

/// <summary>What the grain does whose terms change; every step may be repeated after a crash.</summary>
internal interface IChangeOwner<TChange> where TChange : class, IPendingChange<TChange>
{
    /// <summary>The changes on their way, in memory.</summary>
    IEnumerable<TChange> Pending { get; }

    /// <summary>Returns when the change is durable and nothing that it forbids is granted any more, wherever that is decided.</summary>
    Task ForbidAsync(TChange change);

    /// <summary>The claims in its way whose leads say, or may yet say, that they stand.</summary>
    Task<ImmutableArray<Claim>> StandingAsync(TChange change);

    /// <summary>Stores the later form of a change that goes on.</summary>
    Task NoteAsync(TChange change);

    /// <summary>The change holds from now on: durable, and told to whoever has to know.</summary>
    Task CompleteAsync(TChange change, ImmutableArray<BookingId> cancelled);

    /// <summary>The change comes to nothing: durable, and told to whoever heard of it.</summary>
    Task WithdrawAsync(TChange change);
}

/// <summary>What a change of terms cancelled.</summary>
internal sealed record ChangeDone(ImmutableArray<BookingView> Cancelled);
