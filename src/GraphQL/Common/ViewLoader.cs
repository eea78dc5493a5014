using System.Runtime.InteropServices;

namespace Scheduling.Api.Common;

/// <summary>Asks for each identity once, however often a request names it. Lives as long as the request.</summary>
internal sealed class ViewLoader<TId, TNode>(Func<TId, Task<TNode?>> load)
    where TId : notnull
    where TNode : class
{
    private readonly Dictionary<TId, Task<TNode?>> _known = [];

    /// <summary>What the identity names is known already.</summary>
    public void Know(TId id, TNode node)
    {
        lock (_known)
            _known.TryAdd(id, Task.FromResult<TNode?>(node));
    }

    /// <summary>What the identity names, or null when there is no such thing.</summary>
    public Task<TNode?> FindAsync(TId id)
    {
        // Fields of one request resolve on several threads.
        lock (_known)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, id, out _);
            return known ??= load(id);
        }
    }
}
