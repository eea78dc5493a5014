using System.Collections.Concurrent;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>
/// Of which networks advisors are, as far as this silo has asked. Nobody changes networks, so each is asked for once; of those
/// who are not registered nothing is kept.
/// </summary>
internal sealed class AdvisorNetworks
{
    private readonly ConcurrentDictionary<AdvisorId, OrganizationId> _known = new();

    /// <summary>An advisor's network; null for nobody's.</summary>
    public async ValueTask<OrganizationId?> OfAsync(AdvisorId advisor, Func<AdvisorId, Task<AdvisorView?>> ask)
    {
        if (_known.TryGetValue(advisor, out var network))
            return network;
        return await ask(advisor) is { } view ? _known[advisor] = view.Network : null;
    }
}
