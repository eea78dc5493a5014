using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Scheduling.Api.Errors;
using Scheduling.Api.Execution;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Feeds;

/// <summary>
/// Feeds as streams, for everyone on this server. Each stream pulls from its own place when its reader has taken what
/// came before; that a feed tells this server of news is only a hint to pull earlier. So a feed that dies, moves or
/// is told of late costs time, never a change, and nobody's backlog lies in memory.
/// </summary>
internal sealed partial class FeedStreams : IFeedFollower
{
    private const int PulledAtOnce = 50;

    // Well within the time for which a feed remembers its followers.
    private static readonly TimeSpan s_pullEvery = IFeedGrain.FollowedFor / 3;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<FeedId, HashSet<ChannelWriter<bool>>> _streams = [];
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly ILogger<FeedStreams> _log;
    private readonly Lazy<IFeedFollower> _reference;

    public FeedStreams(IGrainFactory grains, TimeProvider clock, ILogger<FeedStreams> log)
    {
        (_grains, _clock, _log) = (grains, clock, log);
        _reference = new(() => grains.CreateObjectReference<IFeedFollower>(this));
    }

    /// <inheritdoc/>
    public void Grown(FeedId feed)
    {
        lock (_streams)
            foreach (var stream in _streams.GetValueOrDefault(feed) ?? [])
                stream.TryWrite(true);
    }

    /// <summary>Every change behind a place, those that come later too, until it is cancelled or the actor may no more.</summary>
    /// <exception cref="GraphQL.ExecutionError">The actor may not read the feed.</exception>
    public async IAsyncEnumerable<T> FollowAsync<T>(
        FeedId feed, Actor actor, long after, StreamFlow? flow, Func<long, BookingNews, T> show,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // One hint waits at most, also one that comes during a pull.
        var grown = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Join(feed, grown.Writer);
        try
        {
            while (true)
            {
                var slice = await PullAsync(feed, actor, after, cancellationToken);
                foreach (var news in slice?.Entries ?? [])
                {
                    if (flow is not null)
                        await flow.RoomAsync(cancellationToken);
                    yield return show(++after, news);
                }

                if (slice is not { HasNext: true })
                    await WaitAsync(grown.Reader, slice is null ? s_retryAfter : s_pullEvery, cancellationToken);
            }
        }
        finally
        {
            Leave(feed, grown.Writer);
        }
    }

    /// <summary>The next entries; null when the feed did not answer.</summary>
    private async Task<FeedSlice?> PullAsync(FeedId feed, Actor actor, long after, CancellationToken cancellationToken)
    {
        try
        {
            var read = new FeedRead { Actor = actor, After = after, Count = PulledAtOnce };
            return (await _grains.Get(feed).ReadAsync(read, _reference.Value).WaitAsync(cancellationToken)).OrThrow();
        }
        catch (Exception failure) when (Outage.Is(failure) && !cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(failure, feed);
            return null;
        }
    }

    private async Task WaitAsync(ChannelReader<bool> grown, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(atMost, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await grown.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No hint: a look all the same.
        }
    }

    private void Join(FeedId feed, ChannelWriter<bool> stream)
    {
        lock (_streams)
        {
            if (!_streams.TryGetValue(feed, out var streams))
                _streams[feed] = streams = [];
            streams.Add(stream);
        }
    }

    private void Leave(FeedId feed, ChannelWriter<bool> stream)
    {
        lock (_streams)
        {
            _streams[feed].Remove(stream);
            if (_streams[feed].Count == 0)
                _streams.Remove(feed);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The feed of {Feed} did not answer; it is asked again")]
    private partial void LogNoAnswer(Exception failure, FeedId feed);
}
