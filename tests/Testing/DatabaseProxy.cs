using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Scheduling.Testing;

/// <summary>Stands between silos and the database, and delays, loses and cuts on demand.</summary>
public sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Pair, byte> _pairs = [];
    private readonly List<TcpListener> _listeners = [];
    private readonly int _target;
    private int _lost;

    /// <summary>Listens on these addresses at one free port each, for a database on loopback.</summary>
    public DatabaseProxy(IEnumerable<IPAddress> addresses, int target)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        _target = target;
        foreach (var address in addresses)
        {
            var listener = new TcpListener(address, 0);
            listener.Start();
            _listeners.Add(listener);
            _ = AcceptAsync(listener);
        }
    }

    /// <summary>Where it listens, in the order of the addresses.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(listener => (IPEndPoint)listener.LocalEndpoint)];

    /// <summary>How much later each answer comes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Of a thousand answers, how many are lost, each with its connection: what was asked has been done by then.</summary>
    public int LostOfThousand { get; set; }

    /// <summary>True while nobody is let through.</summary>
    public bool IsCut { get; set; }

    /// <summary>How many answers have been lost so far.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Ends every connection there is.</summary>
    public void CutAll()
    {
        foreach (var pair in _pairs.Keys)
            pair.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();
        CutAll();
        _end.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_end.Token);
                if (IsCut)
                    client.Dispose();
                else
                    _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var pair = new Pair(client, new TcpClient());
        _pairs.TryAdd(pair, 0);
        try
        {
            await pair.Server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            (pair.Client.NoDelay, pair.Server.NoDelay) = (true, true);
            await Task.WhenAny(PumpAsync(pair.Client, pair.Server, areAnswers: false), PumpAsync(pair.Server, pair.Client, areAnswers: true));
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone, and so will be the other.
        }
        finally
        {
            _pairs.TryRemove(pair, out _);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool areAnswers)
    {
        try
        {
            var buffer = new byte[32 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is var read and > 0)
            {
                if (areAnswers && Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, _end.Token);
                if (areAnswers && LostOfThousand > 0 && Random.Shared.Next(1_000) < LostOfThousand)
                {
                    Interlocked.Increment(ref _lost);
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The caller ends both.
        }
    }

    private sealed record Pair(TcpClient Client, TcpClient Server) : IDisposable
    {
        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }

        public bool Equals(Pair? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
