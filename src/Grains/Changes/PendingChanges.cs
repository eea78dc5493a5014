using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Changes;

/// <summary>
/// Takes changes of terms to their end. A change is noted as pending first; then nothing is granted any more that it
/// forbids; then what was granted before is looked at, with claims that their leads confirm; only then it is completed or
/// withdrawn. Whoever finds it pending after a crash goes on with it. Lives in a reentrant grain.
/// </summary>
internal sealed class PendingChanges<TChange>(IChangeOwner<TChange> owner, Func<AdvisorId, IAdvisorGrain> leads)
    where TChange : class, IPendingChange<TChange>
{
    // What stands can change while it is cancelled: an attempt that was being decided is committed.
    private const int CancelRoundsMax = 5;

    private readonly Dictionary<string, Task<Outcome<ChangeDone>>> _finishing = [];

    /// <summary>The change that goes on under this key, if any.</summary>
    public TChange? Find(RequestKey key) => owner.Pending.FirstOrDefault(change => change.Key?.Key == key.Key);

    /// <summary>Finishes a change or withdraws it, once for all who ask for it at the same time.</summary>
    public Task<Outcome<ChangeDone>> FinishAsync(TChange change)
    {
        if (_finishing.TryGetValue(change.ChangeId, out var running))
            return running;
        var finishing = FinishOnceAsync(change);
        if (!finishing.IsCompleted)
            _finishing[change.ChangeId] = finishing;
        return finishing;
    }

    /// <summary>Goes on with everything that was left half-way.</summary>
    public Task SettleAsync() => Task.WhenAll(owner.Pending.Select(FinishAsync));

    /// <summary>What is answered when bookings stand in the way.</summary>
    public static ConflictRefusal Conflict(ImmutableArray<Claim> standing) => new()
    {
        Code = RefusalCode.SlotTaken,
        Message = "Bookings stand in the way; cancelBookings cancels them.",
        Conflicts = [.. standing.OrderBy(claim => claim.Period.Start)
            .Select(claim => new FreeBusy(claim.Period, FreeBusyState.Busy, claim.Seats, claim.Network))],
    };

    private async Task<Outcome<ChangeDone>> FinishOnceAsync(TChange change)
    {
        try
        {
            await owner.ForbidAsync(change);
            var done = new ChangeDone([]);
            if (change.CancelBookings)
            {
                done = new ChangeDone(await CancelStandingAsync(change));
            }
            else if (await owner.StandingAsync(change) is { IsEmpty: false } standing)
            {
                await owner.WithdrawAsync(change);
                return Conflict(standing);
            }

            await owner.CompleteAsync(change, [.. done.Cancelled.Select(booking => booking.Id)]);
            return done;
        }
        finally
        {
            _finishing.Remove(change.ChangeId);
        }
    }

    private async Task<ImmutableArray<BookingView>> CancelStandingAsync(TChange change)
    {
        var cancelled = new Dictionary<BookingId, BookingView>();
        for (var round = 0; round < CancelRoundsMax; round++)
        {
            var standing = await owner.StandingAsync(change);
            var noted = await NoteAsync(change, standing.Select(claim => claim.Booking));
            var answers = await Task.WhenAll(noted.Where(booking => !cancelled.ContainsKey(booking)).Select(booking => CancelAsync(change, booking)));
            foreach (var booking in answers.Select(answer => answer.Value).OfType<BookingView>())
                cancelled[booking.Id] = booking;
            if (standing.IsEmpty)
                return [.. cancelled.Values];
        }

        throw new TimeoutException($"Bookings still stand in the way of {change.ChangeId}; it goes on by itself.");
    }

    /// <summary>Stores which bookings are about to be cancelled: whoever goes on after a crash answers for them as well.</summary>
    private async Task<ImmutableArray<BookingId>> NoteAsync(TChange change, IEnumerable<BookingId> bookings)
    {
        var pending = owner.Pending.Single(other => other.ChangeId == change.ChangeId);
        ImmutableArray<BookingId> noted = [.. pending.Bookings.Union(bookings)];
        if (noted.Length > pending.Bookings.Length)
            await owner.NoteAsync(pending.WithBookings(noted));
        return noted;
    }

    private Task<Outcome<BookingView>> CancelAsync(TChange change, BookingId booking) =>
        leads(booking.Lead).CancelAsync(new CancelBooking
        {
            // That the actor may do this was decided by the owner; the booking may still name an owner of before.
            Actor = change.Actor with { Roles = [Role.Admin] },
            Booking = booking,
            Reason = change.Reason,
            // The change's own, so that a repeat is told apart from a booking that others had cancelled already.
            Key = new RequestKey { Key = change.ChangeId, Fingerprint = TChange.Operation },
        });
}
