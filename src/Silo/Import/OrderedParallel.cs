using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Scheduling.Silo.Import;

/// <summary>Bounded parallel work over a stream whose order the results keep.</summary>
internal static class OrderedParallel
{
    /// <summary>
    /// Works on up to <paramref name="atOnce"/> items at a time and gives the results in the order of the source. The
    /// source is read no further than one item beyond those in work, so memory does not grow with its length. When the
    /// source fails, the results of what it gave before come first. When work fails, nothing new begins, and the
    /// failure is thrown after the work under way has ended.
    /// </summary>
    public static async IAsyncEnumerable<TResult> SelectInOrderAsync<TSource, TResult>(
        this IAsyncEnumerable<TSource> source,
        int atOnce,
        Func<TSource, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<TResult>>(atOnce);
        ExceptionDispatchInfo? sourceFailure = null;
        await using var items = source.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync())
                        break;
                }
                catch (Exception exception)
                {
                    sourceFailure = ExceptionDispatchInfo.Capture(exception);
                    break;
                }

                if (running.Count == atOnce)
                    yield return await running.Dequeue();
                running.Enqueue(work(items.Current, stop.Token));
            }

            while (running.TryDequeue(out var next))
                yield return await next;
            sourceFailure?.Throw();
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
