using System.Collections.Immutable;
using Scheduling.Api.Common;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Tests.Common;

public sealed class ViewLoaderTests
{
    [Fact]
    public async Task Find_SameIdFromManyThreads_AsksOnce()
    {
        var asked = 0;
        var loader = new ViewLoader<int, string>(async id =>
        {
            Interlocked.Increment(ref asked);
            await Task.Yield();
            return id == 0 ? null : $"node {id}";
        });

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => loader.FindAsync(i % 4))));

        Assert.Equal(4, asked);
        Assert.Equal([null, "node 1", "node 2", "node 3"], found.Take(4));
    }

    [Fact]
    public async Task Load_SliceWithAMissingEntry_SkipsItAndKeepsTheCursors()
    {
        var slice = new Slice<int> { Items = [new("a", 1), new("b", 0)], HasNext = true, HasPrevious = false };

        var page = await Connections.LoadAsync(slice, id => Task.FromResult(id == 0 ? null : $"node {id}"));

        Assert.Equal(["node 1"], page.Nodes);
        Assert.Equal(["a"], page.Edges.Select(edge => edge.Cursor));
        Assert.Equal(new PageInfo(HasNextPage: true, HasPreviousPage: false, "a", "b"), page.PageInfo);
    }
}
