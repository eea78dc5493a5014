using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

public class OrderedParallelTests
{
    [Fact]
    public async Task SelectInOrder_LaterWorkEndsFirst_KeepsTheOrderOfTheSource()
    {
        var gates = Enumerable.Range(0, 8).Select(_ => new TaskCompletionSource()).ToList();
        async Task<int> WorkAsync(int item, CancellationToken cancellationToken)
        {
            if (item == 7)
                gates.AsEnumerable().Reverse().ToList().ForEach(gate => gate.SetResult());
            await gates[item].Task;
            return item;
        }

        var results = await Enumerable.Range(0, 8).ToAsyncEnumerable().SelectInOrderAsync(8, WorkAsync).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 8), results);
    }

    [Fact]
    public async Task SelectInOrder_EverythingBusy_ReadsOneItemAheadAndNoFurther()
    {
        var read = 0;
        var ahead = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        async IAsyncEnumerable<int> SourceAsync()
        {
            await Task.Yield();
            for (var item = 0; item < 1000; item++)
            {
                if (++read == 17)
                    ahead.SetResult();
                yield return item;
            }
        }

        var results = SourceAsync().SelectInOrderAsync(
            16,
            async (item, _) =>
            {
                await release.Task;
                return item;
            }).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = results.MoveNextAsync();
        await ahead.Task;

        Assert.False(first.IsCompleted);
        Assert.Equal(17, read);
        release.SetResult();
        Assert.True(await first);
        Assert.Equal(17, read);
        await results.DisposeAsync();
    }

    [Fact]
    public async Task SelectInOrder_SourceFails_GivesTheResultsOfWhatCameBefore()
    {
        static async IAsyncEnumerable<int> SourceAsync()
        {
            yield return 1;
            yield return 2;
            await Task.Yield();
            throw new IOException("gone");
        }

        var results = new List<int>();
        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var result in SourceAsync().SelectInOrderAsync(4, (item, _) => Task.FromResult(item)))
                results.Add(result);
        });

        Assert.Equal("gone", failure.Message);
        Assert.Equal([1, 2], results);
    }

    [Fact]
    public async Task SelectInOrder_WorkFails_ThrowsAfterTheRestHasEnded()
    {
        var ended = 0;
        async Task<int> WorkAsync(int item, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (item == 2)
                throw new TimeoutException("no answer");
            Interlocked.Increment(ref ended);
            return item;
        }

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            async () => await Enumerable.Range(0, 6).ToAsyncEnumerable().SelectInOrderAsync(6, WorkAsync).ToListAsync());

        Assert.Equal("no answer", failure.Message);
        Assert.Equal(5, ended);
    }
}
