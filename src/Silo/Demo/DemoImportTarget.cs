using System.Collections.Concurrent;
using Scheduling.Grains.Common;
using Scheduling.Silo.Import;

namespace Scheduling.Silo.Demo;

/// <summary>Gives each venue to its own commune, which is registered when its first venue comes.</summary>
internal sealed class DemoImportTarget(IGrainFactory grains, Func<OrganizationId, string, Task> register) : IImportTarget
{
    private readonly ConcurrentDictionary<OrganizationId, Task> _registered = new();
    private readonly GrainImportTarget _target = new(grains, OwnerOf);

    public Task<string?> RefuseOwnerAsync(string ownerId, CancellationToken cancellationToken) =>
        _target.RefuseOwnerAsync(ownerId, cancellationToken);

    public Task<bool> HasVenueAsync(string ownerId, string venueId, CancellationToken cancellationToken) =>
        _target.HasVenueAsync(ownerId, venueId, cancellationToken);

    public async Task<UpsertResult> UpsertVenueAsync(
        string ownerId, VenueRecord venue, bool dryRun, CancellationToken cancellationToken)
    {
        await _registered.GetOrAdd(OwnerOf(venue), owner => register(owner, venue.City));
        return await _target.UpsertVenueAsync(ownerId, venue, dryRun, cancellationToken);
    }

    public Task<UpsertResult> UpsertRoomAsync(
        string ownerId, RoomRecord room, bool dryRun, CancellationToken cancellationToken) =>
        _target.UpsertRoomAsync(ownerId, room, dryRun, cancellationToken);

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    private static OrganizationId OwnerOf(VenueRecord venue) => OrganizationId.OfMunicipality(
        venue.InseeCode ?? throw new InvalidOperationException($"The sample venue '{venue.Id}' has no INSEE code."));
}
