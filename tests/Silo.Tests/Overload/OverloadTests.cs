using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Overload;

/// <summary>
/// More than the server can do, on the real program. Where the database stands still meanwhile, what was accepted cannot end
/// before the others were refused.
/// </summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const string Cheap = "{ __typename }";

    // Far more than places and queue can hold, far less than what was sent would.
    private const long MebibytesMore = 300;

    [Fact]
    public async Task Burst_BeyondCapacity_IsRefusedAtOnce_AndTheAcceptedComplete()
    {
        const int Accepted = 12;
        await using var rush = await Rush.StartAsync(("Concurrency", "8"), ("Queue", "4"));
        var admin = rush.Tokens.Sign("ADMIN");
        await rush.ServesAgainAsync(admin);
        rush.Postgres.Pause();

        var burst = Enumerable.Range(0, 60).Select(_ => rush.SendAsync(admin, rush.NextTown())).ToList();
        var refused = await EndedAsync(burst, burst.Count - Accepted);

        Assert.All(refused, answer => Assert.True(answer.IsRefused, $"{answer}"));
        Assert.Equal(Accepted, burst.Count(sent => !sent.IsCompleted));
        foreach (var path in (string[])["health/live", "metrics", "board"])
        {
            using var answer = await rush.Silo.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(refused.Count, await rush.MetricAsync("aspnetcore_rate_limiting_requests_total", "\"global_limiter\""));
        rush.Postgres.Resume();
        var accepted = (await Task.WhenAll(burst).WaitAsync(Rush.Patience)).Except(refused).ToList();
        Assert.Equal(Accepted, accepted.Count);
        // A pause of half a minute, on a machine that is that busy, leaves some not knowing; none is lost in silence.
        Assert.All(accepted, answer => Assert.True(answer.Body.Contains("\"id\":\"municipality-", StringComparison.Ordinal)
            || answer.Body.Contains("OUTCOME_UNKNOWN", StringComparison.Ordinal), $"{answer}"));
        await rush.ServesAgainAsync(admin);
    }

    [Fact]
    public async Task GreedyCaller_HoldsItsOwnShareOnly()
    {
        await using var rush = await Rush.StartAsync(("Concurrency", "8"), ("Queue", "8"), ("CallerConcurrency", "4"));
        var greedy = rush.Tokens.Sign("ADMIN", advisor: "greedy");
        await rush.ServesAgainAsync(greedy);
        rush.Postgres.Pause();
        var taken = Enumerable.Range(0, 40).Select(_ => rush.SendAsync(greedy, rush.NextTown())).ToList();
        var refused = await EndedAsync(taken, taken.Count - 8);

        // One after the other: twenty at once are more than the places that the greedy caller leaves and the queue together.
        var others = new List<Answered>();
        for (var i = 0; i < 20; i++)
            others.Add(await rush.SendAsync(rush.Tokens.Sign("ADMIN", advisor: $"other-{i}"), Cheap).WaitAsync(Rush.Patience));

        Assert.All(refused, answer => Assert.True(answer.IsRefused, $"{answer}"));
        Assert.All(others, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(8, taken.Count(sent => !sent.IsCompleted));
        rush.Postgres.Resume();
        await Task.WhenAll(taken).WaitAsync(Rush.Patience);
        await rush.ServesAgainAsync(greedy);
    }

    [Fact]
    public async Task Rate_OfOneCaller_IsNotAnothers()
    {
        await using var rush = await Rush.StartAsync(("CallerRate", "1"), ("CallerBurst", "6"));
        var (eager, other) = (rush.Tokens.Sign("ADMIN", advisor: "eager"), rush.Tokens.Sign("ADMIN", advisor: "other"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rush.SendAsync(eager, Cheap)));
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rush.SendAsync(other, Cheap)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer is { Status: HttpStatusCode.TooManyRequests, IsRefused: true });
        Assert.All(others, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task DatabaseStandsStill_WhileClientsHammer_InFlightStaysBounded_AndItServesAgain()
    {
        const int Places = 16;
        const int Queue = 16;
        await using var rush = await Rush.StartAsync(("Concurrency", $"{Places}"), ("Queue", $"{Queue}"), ("CallerConcurrency", "8"));
        var admin = rush.Tokens.Sign("ADMIN");
        await rush.ServesAgainAsync(admin);
        var before = rush.ResidentMegabytes();
        rush.Postgres.Pause();

        var refused = 0;
        var held = new List<Task>();
        for (var round = 0; round < 40; round++)
        {
            var sent = Enumerable.Range(0, 50)
                .Select(i => rush.SendAsync(rush.Tokens.Sign("ADMIN", advisor: $"caller-{i % 10}"), rush.NextTown())).ToList();
            refused += (await EndedAsync(sent, sent.Count - Places - Queue)).Count(answer => answer.IsRefused);
            held.AddRange(sent.Where(answer => !answer.IsCompleted));
        }

        var refusedOverSocket = await HammerOverSocketAsync(rush, admin, operations: 400);

        var (active, waiting) = (await rush.MetricAsync("aspnetcore_rate_limiting_active_request_leases"),
            await rush.MetricAsync("aspnetcore_rate_limiting_queued_requests"));
        var pending = await rush.MetricAsync("scheduling_storage_pending");
        output.WriteLine($"{refused} refused, {refusedOverSocket} over a socket; {active} run, {waiting} wait, {pending} at the database; "
            + $"{before} MiB before, {rush.ResidentMegabytes()} MiB now");
        Assert.InRange(active, 0, Places);
        Assert.InRange(waiting, 0, Queue);
        Assert.InRange(pending, 0, 10 * Places);
        Assert.InRange(rush.ResidentMegabytes() - before, -before, MebibytesMore);
        Assert.True(refused > 300 && refusedOverSocket > 100, $"{refused} and {refusedOverSocket} were refused.");

        rush.Postgres.Resume();
        await Task.WhenAll(held).WaitAsync(Rush.Patience);
        await rush.ServesAgainAsync(admin);
    }

    [Fact]
    public async Task DatabaseIsSlow_MoreIsAskedThanItCanDo_TheAcceptedEndSoon_AndMemoryStays()
    {
        const int Clients = 64;
        const int CallsEach = 7;
        var queueing = TimeSpan.FromSeconds(2);
        await using var rush = await Rush.StartAsync(
            ("Concurrency", "8"), ("Queue", "16"), ("CallerConcurrency", "8"), ("QueueSeconds", $"{queueing.TotalSeconds}"));
        var admin = rush.Tokens.Sign("ADMIN");
        await rush.ServesAgainAsync(admin);
        var before = rush.ResidentMegabytes();
        rush.Way.Delay = TimeSpan.FromMilliseconds(300);

        var answers = new ConcurrentBag<(Answered Answer, TimeSpan Took)>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var token = rush.Tokens.Sign("ADMIN", advisor: $"caller-{client % 16}");
            for (var call = 0; call < CallsEach; call++)
            {
                var sent = Stopwatch.GetTimestamp();
                var answer = await rush.SendAsync(token, rush.NextTown());
                answers.Add((answer, Stopwatch.GetElapsedTime(sent)));
            }
        })).WaitAsync(Rush.Patience);

        var accepted = answers.Where(answer => !answer.Answer.IsRefused).ToList();
        output.WriteLine($"{answers.Count - accepted.Count} of {answers.Count} refused; accepted took {accepted.Max(answer => answer.Took).TotalSeconds:F1} s at most; "
            + $"{before} MiB before, {rush.ResidentMegabytes()} MiB now");
        Assert.NotEmpty(accepted);
        Assert.All(accepted, answer => Assert.Contains("municipality-", answer.Answer.Body, StringComparison.Ordinal));
        Assert.True(answers.Count - accepted.Count > Clients, "More is asked for than can be done.");
        // They wait no longer than they may, and each is a few answers of the database then. What waits too long is refused.
        Assert.All(accepted, answer => Assert.InRange(answer.Took, TimeSpan.Zero, queueing + TimeSpan.FromSeconds(15)));
        Assert.InRange(rush.ResidentMegabytes() - before, -before, MebibytesMore);

        rush.Way.Delay = TimeSpan.Zero;
        await rush.ServesAgainAsync(admin);
    }

    // Fifty operations of a socket may be under way; all beyond the places and the queue get an error at once.
    private static async Task<int> HammerOverSocketAsync(Rush rush, string token, int operations)
    {
        using var patience = new CancellationTokenSource(Rush.Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(rush.Silo.Url) { Scheme = "ws", Path = "graphql" }.Uri, patience.Token);
        await SendAsync(new { type = "connection_init", payload = new { Authorization = $"Bearer {token}" } });
        Assert.Contains("connection_ack", await ReceiveAsync(), StringComparison.Ordinal);
        var refused = 0;
        for (var i = 0; i < operations; i++)
        {
            await SendAsync(new { type = "subscribe", id = $"{i}", payload = new { query = rush.NextTown() } });
            if (i < 50)
                continue; // some may be held, so their answers are not waited for one by one
            refused += (await ReceiveAsync()).Contains("retryAfterSeconds", StringComparison.Ordinal) ? 1 : 0;
        }

        return refused;

        Task SendAsync(object message) => socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, patience.Token);

        async Task<string> ReceiveAsync()
        {
            var buffer = new byte[16 * 1024];
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            return System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
    }

    /// <summary>The first so many answers; what is held has none before the database goes on.</summary>
    private static async Task<IReadOnlyList<Answered>> EndedAsync(IReadOnlyList<Task<Answered>> sent, int count)
    {
        var ended = new List<Answered>();
        await foreach (var answer in Task.WhenEach(sent).WithCancellation(new CancellationTokenSource(Rush.Patience).Token))
        {
            ended.Add(await answer);
            if (ended.Count == count)
                break;
        }

        return ended;
    }
}
