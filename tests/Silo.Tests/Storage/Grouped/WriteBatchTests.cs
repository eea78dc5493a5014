using System.Threading.Channels;
using Scheduling.Silo.Storage.Grouped;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>What is written together.</summary>
public sealed class WriteBatchTests
{
    private readonly Channel<RowWrite> waiting = Channel.CreateUnbounded<RowWrite>();
    private readonly WriteBatch batch = new();

    [Fact]
    public void Take_TwoWritesOfOneRow_TheLaterWaitsForTheNextBatch()
    {
        var (first, other, second, third) = (Write("a"), Write("b"), Write("a"), Write("a"));
        Wait(first, other, second, third);

        Assert.Equal([first, other], Take());
        Assert.True(batch.HasLater);
        var last = Write("a");
        Wait(last);
        Assert.Equal([second], Take());
        Assert.Equal([third], Take());
        Assert.Equal([last], Take());
        Assert.False(batch.HasLater);
    }

    [Fact]
    public void Take_SameKeyOrSameName_AreDifferentRows()
    {
        Wait(Write("a", "x"), Write("a", "y"), Write("b", "x"));

        Assert.Equal(3, Take().Count);
    }

    [Fact]
    public void Take_MoreThanFits_TakesTheLongestWaiting()
    {
        var writes = Enumerable.Range(0, WriteBatch.MaxRows + 10).Select(row => Write($"{row}")).ToArray();
        Wait(writes);

        Assert.Equal(writes.Take(WriteBatch.MaxRows), Take());
        Assert.Equal(writes.Skip(WriteBatch.MaxRows), Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void Take_LargeRows_AreSpreadOverBatches()
    {
        Wait([.. Enumerable.Range(0, 10).Select(row => Write($"{row}", bytes: 1 << 20))]);

        Assert.Equal(2, Take().Count);
        Assert.Equal(2, Take().Count);
    }

    private static RowWrite Write(string key, string state = "note", int bytes = 1) =>
        new(new RowKey(key, state), RowWrite.NoRow, new byte[bytes]);

    private void Wait(params RowWrite[] writes)
    {
        foreach (var write in writes)
            Assert.True(waiting.Writer.TryWrite(write));
    }

    private List<RowWrite> Take()
    {
        batch.Take(waiting.Reader);
        return [.. batch.Writes];
    }
}
