using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;

namespace Scheduling.Grains.Tests.Cluster;

public sealed class MemberListTests(GrainCluster cluster)
{
    [Fact]
    public async Task AdmitVenue_PageWasFullAndItsWriteIsLost_ListsEveryVenueThatWasAcknowledged()
    {
        var network = await cluster.NewNetworkAsync();
        var venues = Enumerable.Range(0, MemberList.PageLength + 1).Select(_ => EntityIds.Of<VenueId>(cluster.NewKey())).ToList();
        await Task.WhenAll(venues[..^2].Select(venue => AdmitAsync(network, venue)));
        var filling = cluster.Storage.Writes.HoldNext(network.Value, "venues-00000", WriteFault.LostBefore);
        var last = AdmitAsync(network, venues[^2]);
        await filling.ArrivedAsync();
        var first = AdmitAsync(network, venues[^1]);
        await cluster.Grains.Get(network).GetAsync();
        filling.Open();
        await Task.WhenAll(last.ContinueWith(_ => { }), first.ContinueWith(_ => { }));

        await Shortcuts.RepeatAsync(() => AdmitAsync(network, venues[^1]));
        await Shortcuts.RepeatAsync(() => AdmitAsync(network, venues[^2]));

        await cluster.ReactivateAsync(cluster.Grains.Get(network));
        var listed = new List<VenueId>();
        for (var page = new PageRequest(100, After: null); ; page = new PageRequest(100, $"{listed.Count - 1}"))
        {
            var slice = await cluster.Grains.Get(network).VenuesAsync(page);
            listed.AddRange(slice.Items.Select(item => item.Node));
            if (!slice.HasNext)
                break;
        }

        Assert.Equal(venues.ToHashSet(), listed.ToHashSet());
        Assert.Equal(venues.Count, listed.Count);
    }

    private async Task<OrganizationView> AdmitAsync(OrganizationId network, VenueId venue) =>
        (await cluster.Grains.Get(network).AdmitVenueAsync(venue, GrainCluster.Admin)).Value!;
}
