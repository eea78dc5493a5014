using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>
/// One attempt at what a booking is to take, in the memory of its lead: undecided until it is committed or given up. All of
/// its claims are fresh, also those of a booking that changes.
/// </summary>
internal sealed class Attempt(BookingPlan plan, Claim own, RequestKey? recentKey = null)
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ClaimRef> _asked = [];

    /// <summary>What is to be taken.</summary>
    public BookingPlan Plan { get; } = plan;

    /// <summary>The claim on the lead's own time; also says which booking, for whom and since when.</summary>
    public Claim Own { get; private set; } = own;

    /// <summary>The key to forget when nothing comes of it; null when none was noted.</summary>
    public RequestKey? RecentKey { get; } = recentKey;

    /// <summary>What other calendars hold, or may hold, because they were asked for it.</summary>
    public IReadOnlyList<ClaimRef> Asked => _asked;

    /// <summary>Everything it takes when all was granted, the lead's own time first.</summary>
    public ImmutableArray<ClaimRef> Claims =>
        [new ClaimRef { Calendar = Own.Booking.Lead.Value, Id = Own.Id, Period = Own.Period }, .. _asked];

    /// <summary>
    /// Done when it is known what became of the attempt. Awaited here, so that whoever waits for this or for something else
    /// goes on in turns of the grain, without a detour over the thread pool.
    /// </summary>
    public async Task DecidedAsync() => await _decided.Task;

    /// <summary>From the room's answer on it is known where the booking takes place.</summary>
    public void TakesPlaceAt(RoomFacts room) => Own = Own with { Place = room.Location, Venue = room.Venue };

    /// <summary>A fresh claim of this attempt on another calendar.</summary>
    public ClaimRequest Ask(string calendar, ClaimId id)
    {
        _asked.Add(new ClaimRef { Calendar = calendar, Id = id, Period = Plan.Period });
        return new ClaimRequest
        {
            Id = id,
            Booking = Own.Booking,
            Network = Own.Network,
            Period = Plan.Period,
            Seats = Plan.Seats,
            MadeAt = Own.MadeAt,
            HasCoHosts = Plan.HasCoHosts,
            OpenToJoin = Plan.OpenToJoin,
            IsOffer = Plan.IsOffer,
            Entry = Plan.Entry,
            Place = Own.Place,
            Venue = Own.Venue,
        };
    }

    /// <summary>A calendar that has said no holds nothing, and need not be told that nothing came of it.</summary>
    public void Refused(ClaimId claim) => _asked.RemoveAll(asked => asked.Id == claim);

    /// <summary>Lets those go on who wait for the decision.</summary>
    public void Decide() => _decided.TrySetResult();
}
