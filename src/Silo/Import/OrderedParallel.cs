using System.Runtime.CompilerServices;

namespace Scheduling.Silo.Import;

/// <summary>Bounded parallel work over a stream whose order the results keep.</summary>
internal static class OrderedParallel
{
    /// <summary>
    /// Works on up to <paramref name="atOnce"/> items at a time and gives the results in the order of the source. The
    /// source is read no further than one item beyond those in work, so memory does not grow with its length. After a
    /// failure nothing new begins, and the failure is thrown when the work under way has ended.
    /// </summary>
    public static async IAsyncEnumerable<TResult> SelectInOrderAsync<TSource, TResult>(
        this IAsyncEnumerable<TSource> source,
        int atOnce,
        Func<TSource, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<TResult>>(atOnce);
        try
        {
            await foreach (var item in source.WithCancellation(cancellationToken))
            {
                if (running.Count == atOnce)
                    yield return await running.Dequeue();
                running.Enqueue(work(item, stop.Token));
            }

            while (running.TryDequeue(out var next))
                yield return await next;
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
