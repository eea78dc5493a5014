using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// The way from one booking to the next. The network's rules are kept for a minute: what a network changes counts from then on.
internal sealed partial class AdvisorGrain
{
    private static readonly TimeSpan TravelRulesKept = TimeSpan.FromMinutes(1);

    private TravelRules _travel = TravelRules.Default;
    private long? _travelAskedAt;

    private async Task LearnTravelRulesAsync()
    {
        if (_travelAskedAt is { } at && _clock.GetElapsedTime(at) < TravelRulesKept)
            return;
        var network = await GrainFactory.Get(_settings.Durable.Network).GetAsync();
        _travel = network?.Travel ?? TravelRules.Default;
        _travelAskedAt = _clock.GetTimestamp();
    }

    private async Task<bool> KnowsTravelRulesAsync()
    {
        try
        {
            await LearnTravelRulesAsync();
            return true;
        }
        catch (Exception failure)
        {
            LogNoTravelRules(failure, _settings.Durable.Network);
            // Old ones are better than no booking.
            return _travelAskedAt is not null;
        }
    }

    /// <summary>
    /// What a newcomer leaves too little time to come from or go to, by what is in memory; the pages around have been read.
    /// An attempt of this lead that is still undecided counts only when it is older: the two would refuse each other.
    /// </summary>
    private ImmutableArray<Claim> TooNear(Claim newcomer) => Travel.TooNear(
        _travel,
        _ledger.Standing(Travel.Reach(newcomer.Period)).Where(claim => claim.Booking != newcomer.Booking
            && (!_ledger.Undecided.ContainsKey(claim.Id) || claim.IsOlderThan(newcomer))),
        newcomer);

    private Neighbours TravelOf(Claim newcomer) => new(Travel.Reach(newcomer.Period), () => TooNear(newcomer));

    /// <summary>
    /// The lead's own way, looked at once it is known where the booking takes place. What stands against it is asked about,
    /// like anything in a claim's way.
    /// </summary>
    private async Task<ImmutableArray<Refusal>> CheckTravelAsync(Claim own) => own.Place is null
        ? []
        : Refusals(await _ledger.PlaceAsync(own, () => Capacity.One, () => false, () => { }, TravelOf(own)), own);

    /// <summary>Every reason against a claim on the advisor's time for what others hold of it, the way there included.</summary>
    private ImmutableArray<Refusal> Refusals(ImmutableArray<Claim> inTheWay, Claim newcomer)
    {
        var engaged = inTheWay.Where(claim => claim.Held.Overlaps(newcomer.Held)).ToImmutableArray();
        if (!engaged.IsEmpty)
            return [Busy(engaged)];
        return inTheWay.IsEmpty ? [] : [Travel.Refuse(_travel, inTheWay, newcomer)];
    }

    [LoggerMessage(LogLevel.Warning, "{Network} did not say how its advisors travel")]
    private partial void LogNoTravelRules(Exception failure, OrganizationId network);
}
