using System.Collections.Concurrent;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// SIGKILL while bookings are made and cancelled, and followed: every acknowledged change is told exactly once and in
/// order, to a client that comes back by itself and to one that asks page by page.
/// </summary>
public sealed class FeedCrashTests(PostgresServer postgres) : IDisposable
{
    private const int Rounds = 2, Advisors = 5, AnswersUntilKilled = 60;

    private readonly TempFolder _folder = new();
    // What was sent, by key: done when it was acknowledged.
    private readonly ConcurrentDictionary<string, Func<Advisor, Task>> _unanswered = [];
    private readonly ConcurrentDictionary<(string Booking, int Version), bool> _acknowledged = [];

    [Fact]
    public Task Kill_OnSqlite_EveryAcknowledgedChangeIsToldOnce() => RunAsync(Server.Options(_folder));

    [Fact]
    public async Task Kill_OnPostgreSql_EveryAcknowledgedChangeIsToldOnce() =>
        await RunAsync(Server.Options(_folder, await postgres.CreateDatabaseAsync()));

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(SiloOptions options)
    {
        // The same address at every start, so that a client finds it again.
        options = options with
        {
            Settings = new Dictionary<string, string>(options.Settings) { ["urls"] = $"http://127.0.0.1:{FreePorts.Take(1)[0]}" },
        };
        var server = await Server.StartAsync(options);
        try
        {
            var town = await Town.FoundAsync(server);
            var venue = await town.VenueAsync(Town.Always);
            var advisors = await town.Post.HireAsync(Advisors);
            var rooms = await Task.WhenAll(advisors.Select(_ => town.RoomAsync(venue)));
            var feed = Feed.OfOrganization(town.Post.Id);
            await using var client = await NodeClient.StartAsync(NodeClient.WebSocket, server.Url, town.Post.Manager.Token);
            await Feed.FollowAsync(client, feed, (await Feed.PageAsync(town.Post.Manager, feed)).Text("pageInfo.endCursor"));
            for (var round = 0; round < Rounds; round++)
            {
                var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await Task.WhenAll([
                    .. advisors.Select((advisor, i) => WorkAsync(server, advisor, rooms[i], i, round, killed)), killed.Task]);
                await server.DisposeAsync();
                server = await Server.StartAsync(options);
                advisors = [.. advisors.Select(advisor => new Advisor(server, advisor.Id))];
                await FinishAsync(advisors);
            }

            var told = new List<(string, int)>();
            while (!_acknowledged.Keys.All(told.Contains))
                told.Add(Feed.Key(await Feed.NextAsync(client)));
            Assert.Equal(told.Distinct(), told);
            Assert.All(told.GroupBy(change => change.Item1), story =>
                Assert.Equal(Enumerable.Range(1, story.Count()), story.Select(change => change.Item2)));
            var asked = await Feed.WalkAsync(town.On(server).Post.Manager, feed, first: 30);
            Assert.Equal(told, asked.Select(Feed.Key).Take(told.Count));
            Assert.Equal(asked.Select(Feed.Key).Distinct().Count(), asked.Count);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Books and cancels until nobody answers any more.</summary>
    private async Task WorkAsync(
        Server server, Advisor advisor, string room, int number, int round, TaskCompletionSource killed)
    {
        for (var day = 0; ; day++)
        {
            // What was booked and not yet cancelled when the server died still stands.
            var slot = Slot.On(Slot.Monday, $"{9 + round:00}:00", $"{10 + round:00}:00").Later(day);
            var key = $"{number}-{round}-{day}";
            string? booking = null;
            _unanswered[$"book-{key}"] = async who =>
            {
                booking = (await who.BookAsync(room, slot, key: $"book-{key}")).Accepted().Text("booking.id");
                Acknowledged($"book-{key}", booking, 1);
            };
            if (!await AnsweredAsync($"book-{key}", advisor))
                return;
            _unanswered[$"cancel-{key}"] = async who =>
            {
                (await who.CancelAsync(booking!, $"cancel-{key}")).Accepted();
                Acknowledged($"cancel-{key}", booking!, 2);
            };
            if (!await AnsweredAsync($"cancel-{key}", advisor))
                return;
            if (_acknowledged.Count >= AnswersUntilKilled * (round + 1) && killed.TrySetResult())
                await server.Silo.KillAsync();
        }
    }

    private void Acknowledged(string key, string booking, int version)
    {
        _acknowledged[(booking, version)] = true;
        _unanswered.TryRemove(key, out _);
    }

    private async Task<bool> AnsweredAsync(string key, Advisor advisor)
    {
        try
        {
            await _unanswered[key](advisor);
            return true;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whoever was left without an answer repeats with the same key; the others look at what they have.</summary>
    private async Task FinishAsync(Advisor[] advisors)
    {
        foreach (var (key, repeat) in _unanswered)
            await repeat(advisors[int.Parse(key.Split('-')[1])]);
        foreach (var (booking, _) in _acknowledged.Keys)
            await advisors[0].Caller.SendAsync("query($id: ID!) { booking(id: $id) { version } }", new { id = booking });
    }
}
