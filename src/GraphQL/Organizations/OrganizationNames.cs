using System.Collections.Concurrent;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Organizations;

/// <summary>Names of organisations. They never change once registered, and every calendar shows some: each is asked for once.</summary>
internal sealed class OrganizationNames(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<OrganizationId, string> _names = new();

    /// <summary>The name, or null when there is no such organisation (yet).</summary>
    public async ValueTask<string?> FindAsync(OrganizationId id)
    {
        if (_names.TryGetValue(id, out var known))
            return known;
        return await grains.Get(id).GetAsync() is { } view ? _names.GetOrAdd(id, view.Name) : null;
    }
}
