using System.Net;
using System.Security.Claims;
using Scheduling.Api.Overload;

namespace Scheduling.GraphQL.Tests.Overload;

/// <summary>Who is let in, who waits and who is refused.</summary>
public sealed class OverloadGateTests
{
    private static readonly LimitOptions s_narrow = new()
    {
        Concurrency = 2,
        Queue = 2,
        QueueSeconds = 300,
        CallerConcurrency = 2,
        CallerRate = 0,
        AnonymousRate = 0,
        Streams = 1,
    };

    [Fact]
    public async Task Enter_MoreThanPlacesAndQueue_IsRefusedAtOnce()
    {
        using var gate = Gate(s_narrow);
        var (first, second) = (await EnterAsync(gate, "a"), await EnterAsync(gate, "b"));
        var (third, fourth) = (EnterAsync(gate, "c"), EnterAsync(gate, "d"));

        var fifth = await EnterAsync(gate, "e");

        Assert.Equal(("OVERLOADED", 503, "Limits:Queue"), (fifth.Refusal!.Code, fifth.Refusal.StatusCode, fifth.Refusal.Limit));
        Assert.InRange(fifth.Refusal.RetryAfterSeconds, 1, 60);
        Assert.False(third.IsCompleted || fourth.IsCompleted);
        first.Dispose();
        Assert.Null((await third).Refusal);
        Assert.False(fourth.IsCompleted);
        second.Dispose();
        Assert.Null((await fourth).Refusal);
    }

    [Fact]
    public async Task Enter_OneCallerWithAllItMayHave_LeavesPlacesToAnother()
    {
        using var gate = Gate(s_narrow with { Concurrency = 3, Queue = 4 });
        await EnterAsync(gate, "greedy");
        await EnterAsync(gate, "greedy");
        var waiting = new[] { EnterAsync(gate, "greedy"), EnterAsync(gate, "greedy") };

        var refused = await EnterAsync(gate, "greedy");
        var other = await EnterAsync(gate, "other");

        Assert.Equal(("RATE_LIMITED", 429), (refused.Refusal!.Code, refused.Refusal.StatusCode));
        Assert.Null(other.Refusal);
        Assert.DoesNotContain(waiting, entering => entering.IsCompleted);
    }

    [Fact]
    public async Task Enter_CallerGoneWhileWaiting_GivesItsPlaceInTheQueueBack()
    {
        using var gate = Gate(s_narrow with { Concurrency = 1, Queue = 2 });
        var running = await EnterAsync(gate, "a");
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(User("b"), null, gone.Token).AsTask();
        var next = EnterAsync(gate, "c");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var last = EnterAsync(gate, "d");
        running.Dispose();
        var second = await next;
        Assert.Null(second.Refusal);
        second.Dispose();
        Assert.Null((await last).Refusal);
    }

    [Fact]
    public async Task Enter_TurnDoesNotCome_IsRefusedWhenPatienceEnds()
    {
        using var gate = Gate(s_narrow with { Concurrency = 1, QueueSeconds = 1 });
        using var running = await EnterAsync(gate, "a");

        var refused = await EnterAsync(gate, "b");

        Assert.Equal("Limits:QueueSeconds", refused.Refusal!.Limit);
    }

    [Fact]
    public async Task Enter_OverTheRate_IsToldWhenToComeBack_AndAnotherOrganisationIsAnotherCaller()
    {
        using var gate = Gate(new LimitOptions { CallerRate = 1, CallerBurst = 3 });
        for (var i = 0; i < 3; i++)
            (await EnterAsync(gate, "a")).Dispose();

        var outcomes = new List<Admission>();
        for (var i = 0; i < 20; i++)
            outcomes.Add(await EnterAsync(gate, "a"));
        using var elsewhere = await EnterAsync(gate, "a", "municipality-36005");

        var refused = Assert.IsType<OverloadError>(outcomes.First(outcome => outcome.Refusal is not null).Refusal);
        Assert.Equal(("RATE_LIMITED", 429, "Limits:CallerRate"), (refused.Code, refused.StatusCode, refused.Limit));
        Assert.InRange(refused.RetryAfterSeconds, 1, 60);
        Assert.Null(elsewhere.Refusal);
    }

    [Fact]
    public void RefuseAnonymous_OneAddress_DoesNotCostAnother()
    {
        using var gate = Gate(new LimitOptions { AnonymousRate = 1, AnonymousBurst = 1 });

        var refusals = Enumerable.Range(0, 50).Select(i => gate.RefuseAnonymous(IPAddress.Parse($"2001:db8::{i:x}"))).ToList();

        Assert.Contains(refusals, refusal => refusal?.Limit == "Limits:AnonymousRate"); // one network of a subscriber's
        Assert.Null(gate.RefuseAnonymous(IPAddress.Parse("2001:db8:1::1")));
        Assert.Null(gate.RefuseAnonymous(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public async Task Enter_WhileTheBacklogIsFull_IsRefused()
    {
        var backlog = new Backlog { IsFull = true };
        using var gate = new OverloadGate(s_narrow, backlog);

        var refused = await EnterAsync(gate, "a");
        backlog.IsFull = false;
        var admitted = await EnterAsync(gate, "a");

        Assert.Equal("Limits:PendingStorage", refused.Refusal!.Limit);
        Assert.Null(admitted.Refusal);
    }

    [Fact]
    public void OpenStream_MoreThanSeats_IsRefusedUntilOneEnds()
    {
        using var gate = Gate(s_narrow);
        var seat = gate.OpenStream(out _);

        Assert.Null(gate.OpenStream(out var refusal));
        seat!.Dispose();

        Assert.Equal("Limits:Streams", refusal!.Limit);
        Assert.NotNull(gate.OpenStream(out _));
    }

    private static OverloadGate Gate(LimitOptions limits) => new(limits, new Backlog());

    private static Task<Admission> EnterAsync(OverloadGate gate, string subject, string? organization = null) =>
        gate.EnterAsync(User(subject, organization), null, CancellationToken.None).AsTask();

    private static ClaimsPrincipal User(string subject, string? organization = null) => new(new ClaimsIdentity(
        organization is null ? [new Claim("sub", subject)] : [new Claim("sub", subject), new Claim("organization", organization)], "Test"));

    private sealed class Backlog : IBacklog
    {
        public bool IsFull { get; set; }
    }
}
