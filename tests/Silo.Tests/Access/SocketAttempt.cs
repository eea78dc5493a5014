using System.Net.WebSockets;
using System.Text.Json;

namespace Scheduling.Silo.Tests.Access;

/// <summary>One try to sign in over a WebSocket, by the letter of graphql-transport-ws.</summary>
internal static class SocketAttempt
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opens a socket and sends <c>connection_init</c>.</summary>
    /// <param name="world">The server.</param>
    /// <param name="token">In the payload of <c>connection_init</c>; null sends none.</param>
    /// <param name="headerToken">In the header of the request that opens the socket; null sends none.</param>
    /// <returns>The type of the server's first message, or the code it closed the socket with.</returns>
    public static async Task<string> SignInAsync(AccessWorld world, string? token, string? headerToken = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        if (headerToken is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {headerToken}");
        await socket.ConnectAsync(new UriBuilder(world.Url) { Scheme = "ws", Path = "graphql" }.Uri, patience.Token);
        object init = token is null
            ? new { type = "connection_init" }
            : new { type = "connection_init", payload = new { Authorization = $"Bearer {token}" } };
        var message = JsonSerializer.SerializeToUtf8Bytes(init);
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);

        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, patience.Token);
        if (received.MessageType == WebSocketMessageType.Close)
            return $"{(int)received.CloseStatus!}";
        using var answer = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        return answer.RootElement.GetProperty("type").GetString()!;
    }
}
