using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>One socket that is read for as long as it lives: the same for the product and for the bare server.</summary>
/// <param name="audience">Told of everything that arrives.</param>
/// <param name="index">Its place among the audience's.</param>
internal sealed class Subscriber(Audience audience, int index) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024];
    private readonly TaskCompletionSource _toldOfAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    /// <summary>What it was told last of each room.</summary>
    public Sighting[] Latest { get; } = new Sighting[audience.Rooms];

    /// <summary>The last message it read; valid until the next.</summary>
    public ReadOnlyMemory<byte> LastMessage { get; private set; }

    /// <summary>Connects, and begins to read.</summary>
    public async Task ConnectAsync(Uri url)
    {
        await OpenAsync(url);
        _reading = ReadAsync();
    }

    /// <summary>Connects in graphql-transport-ws, and ends when the present state of every room has come.</summary>
    public async Task SubscribeAsync(Uri url, string token, object subscription)
    {
        _socket.Options.AddSubProtocol("graphql-transport-ws");
        await OpenAsync(url);
        await SendAsync(new { type = "connection_init", payload = new { Authorization = $"Bearer {token}" } });
        await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None); // connection_ack
        // A name of its own, as clients give it.
        await SendAsync(new { id = Guid.NewGuid(), type = "subscribe", payload = subscription });
        _reading = ReadAsync();
        await _toldOfAll.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private Task OpenAsync(Uri url)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero; // the servers ping
        return _socket.ConnectAsync(url, CancellationToken.None);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
                var arrived = Stopwatch.GetTimestamp();
                if (received.MessageType == WebSocketMessageType.Close || !received.EndOfMessage)
                    throw new InvalidDataException($"No whole message: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
                LastMessage = _buffer.AsMemory(0, received.Count);
                if (audience.Messages.Read(LastMessage.Span) is { } news)
                    Take(news.Room, news.Sighting, arrived);
            }
        }
        catch (Exception failure)
        {
            // Also when it is disposed: nobody waits any more then.
            audience.Fail(failure);
        }
    }

    private void Take(int room, Sighting sighting, long arrived)
    {
        if (sighting.Version < Latest[room].Version)
            throw new InvalidDataException($"Version {sighting.Version} after {Latest[room].Version}.");
        Latest[room] = sighting;
        if (!_toldOfAll.Task.IsCompleted && Array.TrueForAll(Latest, latest => latest.Version > 0))
            _toldOfAll.SetResult();
        audience.Arrived(index, new Change(room, sighting.People), arrived);
    }

    private Task SendAsync(object message) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
