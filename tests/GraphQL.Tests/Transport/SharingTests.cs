using System.Text.Json;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>News that says the same to everybody is read and written once for all who ask the same, and only then.</summary>
public sealed class SharingTests
{
    private const int Tick = 7;
    private const string Plain = "subscription { news { text } }";

    [Theory]
    [InlineData(Plain)]
    [InlineData("subscription { news { __typename ... on TestNews { text } ...rest } } fragment rest on TestNews { again { text } }")]
    public async Task News_SameQuestion_IsReadOnceForAll(string query)
    {
        await using var host = await TestHost.StartAsync();
        await using var readers = await Readers.OpenAsync(host, query, query, query);

        var answers = await readers.PublishAsync();

        Assert.All(answers, answer => Assert.Equal("news of 7 ", Text(answer)));
        Assert.Equal(query.Split("text").Length - 1, host.Desk.BulletinOf(Tick).Reads);
    }

    [Theory]
    [InlineData("subscription { news { headline: text } }")]
    [InlineData("subscription { news(about: \"x\") { text } }")]
    [InlineData("subscription { news { text reader } }")]
    [InlineData("subscription { news { ...rest } } fragment rest on TestNews { text again { reader } }")]
    public async Task News_OtherQuestion_IsReadForItself(string query)
    {
        await using var host = await TestHost.StartAsync();
        await using var readers = await Readers.OpenAsync(host, Plain, query);

        var answers = await readers.PublishAsync();

        Assert.NotEqual(answers[0], answers[1]);
        Assert.Equal(2, host.Desk.BulletinOf(Tick).Reads);
    }

    [Fact]
    public async Task News_FieldOfTheReadersOwn_IsReadByEach()
    {
        const string Own = "subscription { news { text reader } }";
        await using var host = await TestHost.StartAsync();
        await using var readers = await Readers.OpenAsync(host, Own, Own);

        await readers.PublishAsync();

        Assert.Equal(2, host.Desk.BulletinOf(Tick).Reads);
    }

    [Fact]
    public async Task News_OtherVariables_AreAnsweredEachForItself()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        foreach (var about in new[] { "sea", "land" })
        {
            await socket.SendAsync(JsonSerializer.Serialize(new
            {
                id = about,
                type = "subscribe",
                payload = new { query = "subscription($about: String) { news(about: $about) { text } }", variables = new { about } },
            }));
        }

        await host.Ticks.SubscribersAsync(2);
        host.Desk.BulletinOf(Tick).Release.SetResult();
        host.Ticks.Publish(Tick);

        var answers = new[] { await socket.ReceiveAsync(), await socket.ReceiveAsync() };
        Assert.Contains(answers, answer => answer.Contains("\"id\":\"sea\"") && answer.Contains("news of 7 sea"));
        Assert.Contains(answers, answer => answer.Contains("\"id\":\"land\"") && answer.Contains("news of 7 land"));
    }

    [Fact]
    public async Task News_FirstReadingFails_OthersReadForThemselves()
    {
        await using var host = await TestHost.StartAsync();
        await using var readers = await Readers.OpenAsync(host, Plain, Plain);
        host.Desk.BulletinOf(Tick).FailsFirst = true;

        var answers = await readers.PublishAsync();

        Assert.Contains("INTERNAL", answers[0].ToString());
        Assert.Equal("news of 7 ", Text(answers[1]));
    }

    [Fact]
    public async Task News_FirstReaderLeaves_OthersAreAnsweredAllTheSame()
    {
        await using var host = await TestHost.StartAsync();
        await using var readers = await Readers.OpenAsync(host, Plain, Plain);
        host.Ticks.Publish(Tick);
        var bulletin = host.Desk.BulletinOf(Tick);
        await bulletin.Began.Task.WaitAsync(TestHost.Patience);

        await readers[0].SendAsync("""{"id":"s0","type":"complete"}""");
        await host.Ticks.SubscribersAsync(1);
        bulletin.Release.SetResult();

        Assert.Contains("news of 7", await readers[1].ReceiveAsync());
        Assert.Equal(1, bulletin.Reads);
    }

    private static string Text(JsonElement payload) =>
        payload.GetProperty("data").GetProperty("news").GetProperty("text").GetString()!;

    /// <summary>A socket for each query, subscribed in order.</summary>
    private sealed class Readers(TestHost host) : IAsyncDisposable
    {
        private readonly List<RawSocket> _sockets = [];

        public RawSocket this[int index] => _sockets[index];

        public static async Task<Readers> OpenAsync(TestHost host, params string[] queries)
        {
            var readers = new Readers(host);
            foreach (var query in queries)
            {
                var socket = await host.ConnectAsync();
                readers._sockets.Add(socket);
                await socket.InitialiseAsync();
                await socket.SubscribeAsync($"s{readers._sockets.Count - 1}", query);
                await host.Ticks.SubscribersAsync(readers._sockets.Count);
            }

            return readers;
        }

        /// <summary>The payloads that come of one tick, which is read when all have been told.</summary>
        public async Task<JsonElement[]> PublishAsync()
        {
            host.Ticks.Publish(Tick);
            host.Desk.BulletinOf(Tick).Release.SetResult();
            var payloads = new JsonElement[_sockets.Count];
            for (var i = 0; i < payloads.Length; i++)
            {
                var message = JsonDocument.Parse(await _sockets[i].ReceiveAsync()).RootElement;
                Assert.Equal($"s{i}", message.GetProperty("id").GetString());
                payloads[i] = message.GetProperty("payload");
            }

            return payloads;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var socket in _sockets)
                await socket.DisposeAsync();
        }
    }
}
