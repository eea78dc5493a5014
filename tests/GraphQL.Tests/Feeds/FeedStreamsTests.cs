using GraphQL;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Scheduling.Api.Feeds;
using Scheduling.Api.Tests.Resolvers;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Tests.Feeds;

/// <summary>How a stream follows a feed that answers late, not at all, or tells nobody that it has grown.</summary>
public sealed class FeedStreamsTests
{
    private const string Read = $"{nameof(IFeedGrain)}.{nameof(IFeedGrain.ReadAsync)}";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly FeedId Feed = FeedId.Of(EntityIds.Of<AdvisorId>("camille"));
    private static readonly Actor Actor = new() { Subject = "camille", Roles = [Role.Admin] };

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedGrains _script;
    private readonly FeedStreams _streams;
    private readonly SemaphoreSlim _pulled = new(0);
    private Func<Outcome<FeedSlice>> _answer = () => Slice(0);

    public FeedStreamsTests()
    {
        (var factory, _script) = ScriptedGrains.Create();
        _script.On(Read, _ =>
        {
            _pulled.Release();
            return _answer();
        });
        _streams = new FeedStreams(factory, _clock, NullLogger<FeedStreams>.Instance);
    }

    [Fact]
    public async Task Follow_Hint_PullsAtOnceFromItsOwnPlace()
    {
        await using var stream = Follow(after: 7);
        var next = stream.MoveNextAsync().AsTask();
        await PulledAsync();
        _answer = () => Slice(2);

        _streams.Grown(Feed);

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(8, stream.Current);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(9, stream.Current);
        Assert.All(_script.Calls, call => Assert.Equal(7, ((FeedRead)call.Arguments[0]!).After));
    }

    [Fact]
    public async Task Follow_NoHint_LooksAllTheSameAfterAWhile()
    {
        await using var stream = Follow(after: 0);
        var next = stream.MoveNextAsync().AsTask();
        await PulledAsync();
        _answer = () => Slice(1);

        await AdvanceUntilAsync(next);

        Assert.Equal(1, stream.Current);
    }

    [Fact]
    public async Task Follow_FeedDoesNotAnswer_IsAskedAgain()
    {
        _answer = () => throw new TimeoutException();
        await using var stream = Follow(after: 0);
        var next = stream.MoveNextAsync().AsTask();
        await PulledAsync();
        _answer = () => Slice(1);

        await AdvanceUntilAsync(next);

        Assert.Equal(1, stream.Current);
    }

    [Fact]
    public async Task Follow_ActorMayNoMore_EndsWithTheRefusal()
    {
        _answer = () => Refusal.Forbidden("No.");
        await using var stream = Follow(after: 0);

        Assert.Equal("FORBIDDEN", (await Assert.ThrowsAsync<ExecutionError>(async () => await stream.MoveNextAsync())).Code);
    }

    [Fact]
    public async Task Follow_Cancelled_EndsWhileItWaits()
    {
        using var ended = new CancellationTokenSource();
        await using var stream = Follow(after: 0, ended.Token);
        var next = stream.MoveNextAsync().AsTask();
        await PulledAsync();

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
    }

    private IAsyncEnumerator<long> Follow(long after, CancellationToken cancellationToken = default) =>
        _streams.FollowAsync(Feed, Actor, after, flow: null, (number, _) => number, cancellationToken)
            .GetAsyncEnumerator(CancellationToken.None);

    private async Task PulledAsync() => Assert.True(await _pulled.WaitAsync(Patience));

    // The stream may still be about to wait: the clock goes on until it has.
    private async Task AdvanceUntilAsync(Task<bool> next)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!next.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.True(await next);
    }

    private static FeedSlice Slice(int count) => new()
    {
        After = 0,
        HasNext = false,
        Entries =
        [
            .. Enumerable.Range(1, count).Select(version => new BookingNews
            {
                Booking = new BookingId("booking-a-2027W12-b"),
                Version = version,
                At = Instant.FromUtc(2027, 3, 1, 8, 0),
                Status = BookingStatus.Confirmed,
                By = "camille",
                TimeZone = "Europe/Paris",
            }),
        ],
    };
}
