using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Scheduling.Benchmarks.Servers;

/// <summary>
/// What the product's feed is compared with: ASP.NET Core and nothing else, sending the bytes that are posted to it to every
/// socket. The loop that one would write first.
/// </summary>
internal static class BareServer
{
    /// <summary>The argument that starts it.</summary>
    public const string Command = "bare-server";

    /// <summary>What it says before its address.</summary>
    public const string Ready = "Bare server listens on ";

    /// <summary>Serves until it is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var sockets = new HashSet<WebSocket>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map("/socket", context => KeepAsync(context, sockets));
        app.MapGet("/metrics", () => Metrics(GC.GetGCMemoryInfo()));
        app.MapPost("/broadcast", async context => await BroadcastAsync(await ReadAsync(context.Request), sockets));
        await app.StartAsync();
        Console.WriteLine(Ready + app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string Metrics(GCMemoryInfo memory) => string.Create(CultureInfo.InvariantCulture, $"""
        {ServerMemory.HeapSize} {memory.HeapSizeBytes}
        {ServerMemory.Fragmentation} {memory.FragmentedBytes}
        {ServerMemory.Committed} {memory.TotalCommittedBytes}
        """);

    private static async Task KeepAsync(HttpContext context, HashSet<WebSocket> sockets)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        lock (sockets)
            sockets.Add(socket);
        try
        {
            var buffer = new byte[1024];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
                // Nobody says anything to it.
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Gone without a word.
        }
        finally
        {
            lock (sockets)
                sockets.Remove(socket);
        }
    }

    private static async Task BroadcastAsync(byte[] message, HashSet<WebSocket> sockets)
    {
        var sending = new List<ValueTask>();
        lock (sockets)
            foreach (var socket in sockets)
                sending.Add(socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
        foreach (var sent in sending)
            await sent;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
