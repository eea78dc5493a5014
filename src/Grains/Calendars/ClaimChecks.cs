using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>
/// Asks leads whether claims that stand in somebody's way still stand, once for all who ask at the same time, and
/// remembers a yes for a few seconds. A remembered yes can cost a needless refusal, never a double booking.
/// </summary>
internal sealed class ClaimChecks(Func<AdvisorId, IAdvisorGrain> leads, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ClaimId, long> _stood = [];
    private readonly Dictionary<(ClaimId, bool), Task<ClaimStanding>> _asking = [];

    /// <summary>True when the lead said a moment ago that the claim stands.</summary>
    public bool StoodJustNow(Claim claim) =>
        _stood.TryGetValue(claim.Id, out var at) && clock.GetElapsedTime(at) < Fresh;

    /// <summary>What the lead says; a lead that does not answer leaves the claim undecided.</summary>
    public Task<ClaimStanding> AskAsync(Claim claim, bool wait)
    {
        if (_asking.TryGetValue((claim.Id, wait), out var running))
            return running;
        var asking = AskLeadAsync(claim, wait);
        if (!asking.IsCompleted)
            _asking[(claim.Id, wait)] = asking;
        return asking;
    }

    private async Task<ClaimStanding> AskLeadAsync(Claim claim, bool wait)
    {
        try
        {
            var standing = await leads(claim.Booking.Lead).CheckClaimAsync(claim.Id, claim.Booking, wait);
            Remember(claim.Id, standing);
            return standing;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "The lead of {Booking} did not answer whether claim {Claim} stands", claim.Booking, claim.Id);
            return ClaimStanding.Undecided;
        }
        finally
        {
            _asking.Remove((claim.Id, wait));
        }
    }

    private void Remember(ClaimId claim, ClaimStanding standing)
    {
        if (standing != ClaimStanding.Stands)
        {
            _stood.Remove(claim);
            return;
        }

        _stood[claim] = clock.GetTimestamp();
        // Bounded without a timer: the old ones go when there are many.
        if (_stood.Count > 1_000)
            foreach (var old in _stood.Where(entry => clock.GetElapsedTime(entry.Value) >= Fresh).Select(entry => entry.Key).ToList())
                _stood.Remove(old);
    }
}
