using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Scheduling.Testing;
using Scheduling.Testing.Fuzzing;

namespace Scheduling.Silo.Tests.Fuzzing;

/// <summary>
/// Wrong requests and messages to the real server over real sockets: each is answered with something below 500 that shows
/// nothing of the inside, or its connection is closed for a reason of the client's; afterwards the server is well, and its
/// log holds no failure.
/// </summary>
public sealed class ServerFuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Documents =
    [
        "{ room(id: \"room-cfrrd7t95bhq2wpg1t39\") { name seats venue { name } bookings(first: 3) { nodes { id period { start end } } } } }",
        "{ availableRooms(where: { during: { start: \"2027-03-02T13:00:00Z\", end: \"2027-03-02T15:00:00Z\" }, seats: 8, near: { latitude: 46.742, longitude: 1.829 } }, first: 3) { nodes { id name } } }",
        "mutation { bookRoom(input: { roomId: \"room-cfrrd7t95bhq2wpg1t39\", period: { start: \"2027-03-02T13:00:00Z\", end: \"2027-03-02T15:00:00Z\" }, seats: 8, advisorId: \"advisor-camille\", idempotencyKey: \"k\" }) { booking { id } errors { code message } } }",
        "{ municipality(inseeCode: \"36005\") { name venues(first: 2) { nodes { name id } } } }",
        "subscription { occupancyChanged(where: { inseeCodes: [\"36005\"] }) { asOf room { name } } }",
        "{ __schema { queryType { name } } __type(name: \"Room\") { fields { name } } }",
    ];

    private static readonly string[] Words =
    [
        "{", "}", "(", ")", "[", "]", ":", ",", "\"", "\\\"", "query", "variables", "operationName", "mutation", "first", "last", "after",
        "-1", "0", "2147483648", "1e400", "null", "true", "\"room-\"", "2027-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        "during", "start", "end", "__typename", "...", "$x", "@skip", "id", "nodes", "room", "venue", "advisor",
    ];

    private static readonly string[] Messages =
    [
        .. Documents.Select((document, index) =>
            JsonSerializer.Serialize(new { id = $"{index}", type = "subscribe", payload = new { query = document } })),
        """{"id":"1","type":"complete"}""", """{"type":"ping","payload":{"a":1}}""", """{"type":"pong"}""", """{"type":"connection_init"}""",
    ];

    private static readonly string[] Heads =
    [
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"query\":\"{hello}\"}  ",
        "GET /graphql?query={__typename} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"que\r\n0\r\n\r\n",
        "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
        "GET /export/utilization.csv?room=room-1&from=2027-01-01&to=2027-01-02 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /board/board.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\n\r\n",
    ];

    private static readonly string[] HeadWords =
    [
        "\r\n", "\n", ":", " ", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET", "POST", "PUT", "OPTIONS", "/", "/..", "/%2e%2e/", "%00", "Host", "Content-Length",
        "-1", "99999999999", "Transfer-Encoding", "chunked", "Origin", "null", "Authorization", "Bearer", "Cookie", "Upgrade", "Accept", "*/*",
        "Access-Control-Request-Method", "X-Forwarded-For", "Range", "bytes=0-",
    ];

    [Fact]
    public async Task Server_WhateverIsSent_AnswersBelow500_AndIsWellAfterwards()
    {
        using var folder = new TempFolder();
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        silo.Http.Timeout = Patience;
        var token = DevelopmentTokens.Of(folder.Path).Sign("ADVISOR", advisor: "advisor-camille");
        silo.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        await new FuzzRun("HTTP requests", 800, 0.01).RunAsync(output.WriteLine, (random, tell) => RequestAsync(silo, random, tell));
        await new FuzzRun("HTTP heads", 400, 0.005).RunAsync(output.WriteLine, (random, tell) => HeadAsync(silo, random, tell));
        // Before the sockets: an operation under way on one that is closed is noted as failed, which is no fault of the server's.
        Assert.Empty(LinesOf(silo, " fail: "));
        await new FuzzRun("sockets of 1 to 20 messages", 100, 0.002).RunAsync(output.WriteLine, (random, tell) => SocketAsync(silo, token, random, tell));

        Assert.Equal("Healthy", await silo.Http.GetStringAsync("health/live"));
        Assert.Empty(LinesOf(silo, " crit: "));
    }

    private static IEnumerable<string> LinesOf(SiloProcess silo, string level) =>
        silo.Log.Split('\n').Where(line => line.Contains(level, StringComparison.Ordinal));

    private static async Task RequestAsync(SiloProcess silo, Random random, Action<string> tell)
    {
        var mutator = new Mutator(random, Words);
        // Either what is in the JSON is wrong, or the JSON itself.
        var document = random.Pick(Documents);
        var body = random.Next(2) == 0
            ? JsonSerializer.SerializeToUtf8Bytes(new { query = mutator.Text(document) })
            : mutator.Bytes(JsonSerializer.Serialize(new { query = document, variables = new { x = 1 } }));
        tell(Encoding.UTF8.GetString(body));
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", random.Pick((string[])["application/json", "application/graphql-response+json"]));
        using var answer = await silo.Http.SendAsync(request);
        Check((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task HeadAsync(SiloProcess silo, Random random, Action<string> tell)
    {
        using var patience = new CancellationTokenSource(Patience);
        var bytes = new Mutator(random, HeadWords).Bytes(random.Pick(Heads));
        tell(Encoding.UTF8.GetString(bytes));
        using var connection = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await connection.ConnectAsync(silo.Url.Host, silo.Url.Port, patience.Token);
        await connection.Client.SendAsync(bytes, patience.Token);
        connection.Client.Shutdown(SocketShutdown.Send); // what is not complete now never will be
        var (buffer, length) = (new byte[16 * 1024], 0);
        try
        {
            while (length < buffer.Length
                && await connection.Client.ReceiveAsync(buffer.AsMemory(length), patience.Token) is > 0 and var received)
                length += received;
        }
        catch (SocketException)
        {
            // Closed by the server without an answer: there was no request in it.
        }

        var text = Encoding.UTF8.GetString(buffer, 0, length);
        if (text.StartsWith("HTTP/1.", StringComparison.Ordinal))
            Check(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text);
    }

    private static async Task SocketAsync(SiloProcess silo, string token, Random random, Action<string> tell)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(silo.Url) { Scheme = "ws", Path = "graphql" }.Uri, patience.Token);
        var mutator = new Mutator(random, Words);
        var sent = new StringBuilder();
        if (random.Next(10) > 0)
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "connection_init", payload = new { Authorization = $"Bearer {token}" } }));
        for (var messages = random.Next(1, 21); messages > 0 && socket.State == WebSocketState.Open; messages--)
        {
            // Half of them right, so that a sequence gets somewhere.
            var message = random.Pick(Messages);
            var bytes = random.Next(2) == 0 ? Encoding.UTF8.GetBytes(message) : mutator.Bytes(message);
            sent.Append(Encoding.UTF8.GetString(bytes)).Append('\n');
            tell(sent.ToString());
            await SendAsync(bytes);
        }

        // No message has this type: it makes the server close, if nothing did before, after all it has to say.
        await SendAsync("{\"type\":\"end\"}"u8.ToArray());
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync() is { MessageType: not WebSocketMessageType.Close } received)
        {
            var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
            Assert.DoesNotContain("\"INTERNAL\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        }

        // Null when it was closed while messages were on their way to it: TCP then throws away what the server had said.
        if (socket.CloseStatus is not null)
            Assert.Contains((int)socket.CloseStatus, (int[])[1007, 1009, 4400, 4401, 4403, 4409, 4429]);

        async Task<WebSocketReceiveResult?> ReceiveAsync()
        {
            try
            {
                return await socket.ReceiveAsync(new ArraySegment<byte>(buffer), patience.Token);
            }
            catch (Exception reset) when (reset is WebSocketException or OperationCanceledException && socket.State == WebSocketState.Aborted && !patience.IsCancellationRequested)
            {
                return null;
            }
        }

        async Task SendAsync(byte[] message)
        {
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            }
            catch (WebSocketException)
            {
                // The server has closed it; why, the close frame says.
            }
        }
    }

    private static void Check(int status, string answer)
    {
        // 505 is Kestrel's word for a version of HTTP that there is not: the client's mistake all the same.
        Assert.True(status < 500 || status == 505, $"{status}: {answer}");
        Assert.DoesNotContain("\"INTERNAL\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }
}
