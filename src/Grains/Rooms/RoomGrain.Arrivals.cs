using Scheduling.Grains.Calendars;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Rooms;

// Bookings to which nobody comes. The lead decides that; its reminder may come a while later, and a room that somebody
// looks at asks at the very moment.
internal sealed partial class RoomGrain
{
    private static readonly Duration AskedAgainAfter = Duration.FromSeconds(1);

    private IGrainTimer? _arrivals;

    /// <summary>Asks the leads of those to which nobody has come when their patience is over; again with every new timeline.</summary>
    private void WatchArrivals(Period window)
    {
        _arrivals?.Dispose();
        _arrivals = null;
        if (_followers.Count == 0 || _settings.Durable.Details?.Policy.NoShowRelease is not { } patience)
            return;
        var now = _clock.Now();
        var awaited = DurableClaims(window)
            .Where(claim => claim is { IsPending: false, Presence: null } && claim.Period.Start + patience < claim.Period.End && now < claim.Period.End)
            .ToList();
        if (awaited.Count == 0)
            return;
        // A lead whose clock is behind, or that was booked by another rule, is asked again, and ever less often.
        var wait = awaited.Min(claim => claim.Period.Start + patience - now is var left && left > Duration.Zero
            ? left
            : Duration.Max(AskedAgainAfter, -left));
        _arrivals = this.RegisterGrainTimer(
            _ => AskForArrivalsAsync(window, [.. awaited.Where(claim => claim.Period.Start + patience <= now + wait)]),
            Duration.Min(wait, OccupancyRules.Ahead).ToTimeSpan(), Timeout.InfiniteTimeSpan);
    }

    private async Task AskForArrivalsAsync(Period window, ImmutableArray<Claim> due)
    {
        await Task.WhenAll(due.Select(claim => _checks.AskAsync(claim, wait: false)));
        // Whoever was told something has made the timeline anew, which watches already; this looks once more all the same.
        WatchArrivals(window);
    }
}
