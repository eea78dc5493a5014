using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>A WebSocket that sends what it is told to, right or wrong.</summary>
internal sealed class RawSocket(ClientWebSocket socket) : IAsyncDisposable
{
    public const string Init = """{"type":"connection_init","payload":{"Authorization":"Bearer good"}}""";

    private readonly CancellationTokenSource _patience = new(TestHost.Patience);

    public ClientWebSocket Socket => socket;

    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType type, bool last = true) =>
        socket.SendAsync(message, type, last, _patience.Token);

    public Task SubscribeAsync(string id, string query) => SendAsync(
        JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query } }));

    /// <summary>Initialises and waits for the acknowledgement.</summary>
    public async Task InitialiseAsync(string message = Init)
    {
        await SendAsync(message);
        Assert.Equal("""{"type":"connection_ack"}""", await ReceiveAsync());
    }

    /// <summary>The next message; fails when the socket is closed instead.</summary>
    public async Task<string> ReceiveAsync()
    {
        var (message, close) = await ReadAsync();
        Assert.True(message is not null, $"closed instead: {close}");
        return message;
    }

    /// <summary>The close frame's code and reason; messages before it are passed over.</summary>
    public async Task<(int Code, string Reason)> ClosedAsync()
    {
        while (true)
        {
            var (_, close) = await ReadAsync();
            if (close is { } frame)
                return frame;
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(string? Message, (int, string)? Close)> ReadAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, _patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _patience.Token);
                return (null, ((int)received.CloseStatus!, received.CloseStatusDescription!));
            }
            message.Write(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
                return (Encoding.UTF8.GetString(message.ToArray()), null);
        }
    }
}
