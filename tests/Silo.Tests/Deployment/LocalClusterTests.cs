using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Deployment;

/// <summary>What <c>deploy/local-cluster.sh</c> starts, and what its load balancer does for clients.</summary>
public sealed class LocalClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Up_ThreeSilos_ServeThroughTheBalancerWhileOneDiesAndComesBack_AndDownLeavesNothing()
    {
        await using var cluster = await LocalCluster.StartAsync(3);
        using var client = new HttpClient { BaseAddress = cluster.Url, Timeout = Patience };
        var token = DevelopmentTokens.Of(cluster.Path).Sign("ADMIN");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.DoesNotContain(null, cluster.Silos);

        Assert.Equal("connection_ack", await OpenSocketAsync(cluster.Url, token));
        await ReadEventStreamAsync(client);

        // Connections to a silo that is gone are refused, and the request goes to another one, though it is a POST.
        await cluster.RunAsync("silo-kill", "2");
        Assert.Null(cluster.Silos[1]);
        for (var request = 0; request < 20; request++)
            await AskAsync(client);

        await cluster.RunAsync("silo-start", "2");
        await cluster.RunAsync("silo-pause", "1");
        Assert.Contains("paused", await cluster.RunAsync("status"), StringComparison.Ordinal);
        await cluster.RunAsync("silo-resume", "1");

        await cluster.RunAsync("db-stop", "immediate");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("health/ready")).StatusCode);
        await cluster.RunAsync("db-start");

        // On a busy machine the pause was long enough to be declared dead: then it has ended, and is started again.
        var before = cluster.Silos;
        await cluster.RunAsync("rolling-restart");
        Assert.Empty(before.Intersect(cluster.Silos));
        await AskAsync(client);

        var last = cluster.Silos;
        await cluster.RunAsync("down");
        Assert.All(cluster.Silos, Assert.Null);
        Assert.All(last, process => Assert.Equal("", CommandLineOf(process!.Value)));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("health/load-balancer"));
    }

    // Empty as well for a process that has ended and was not taken note of yet.
    private static string CommandLineOf(int process)
    {
        var file = $"/proc/{process}/cmdline";
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    private static async Task AskAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("graphql", Json("{ __typename }"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"Query\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static StringContent Json(string query) =>
        new(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");

    private static async Task<string> OpenSocketAsync(Uri url, string token)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Origin", url.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "graphql" }.Uri, patience.Token);
        var init = new { type = "connection_init", payload = new { Authorization = $"Bearer {token}" } };
        var message = JsonSerializer.SerializeToUtf8Bytes(init);
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, patience.Token);
        var answer = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, received.Count));
        return answer.GetProperty("type").GetString()!;
    }

    // The stream stays open and nothing happens: what arrives is the sign of life, which buffering would keep back.
    private static async Task ReadEventStreamAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql");
        request.Content = Json("subscription { bookingChanged(organizationId: \"network-nobody\") { __typename } }");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        Assert.StartsWith(":", await lines.ReadLineAsync(patience.Token), StringComparison.Ordinal);
    }
}
