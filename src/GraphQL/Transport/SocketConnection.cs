using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Scheduling.Api.Transport;

/// <summary>
/// One socket. One loop reads, one writes; whoever wants it closed leaves the reason and ends the queue, and the writer
/// sends the close frame. Cancelling a pending receive would abort the socket and lose the frame, so nothing is cancelled:
/// a peer that does not answer the close in time is cut off.
/// </summary>
internal sealed partial class SocketConnection : IAsyncDisposable
{
    private const int MaxReasonBytes = 123; // RFC 6455, 5.5
    private readonly WebSocket _socket;
    private readonly SocketTransport _transport;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly CancellationTokenSource _closing = new(); // without timers or links: needs no disposal
    private readonly ITimer _initTimeout;
    private readonly ITimer _drainLimit;
    private readonly ITimer _cutOff;
    private readonly CancellationTokenRegistration _stopping;
    private AuthenticatedCaller? _caller;
    private ExpiryTimer? _expiry;
    private SocketClose? _close;
    private bool _initialised;
    private volatile bool _acknowledged;

    public SocketConnection(WebSocket socket, SocketTransport transport, AuthenticatedCaller? caller)
    {
        (_socket, _transport, _caller) = (socket, transport, caller);
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(transport.Options.MaxQueuedMessages) { SingleReader = true });
        _initTimeout = transport.Time.CreateTimer(
            _ => Close(SocketClose.InitTimeout), null, transport.Options.ConnectionInitTimeout, Timeout.InfiniteTimeSpan);
        _drainLimit = TimeProvider.System.CreateTimer(
            _ => Close(SocketClose.GoingAway), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _cutOff = TimeProvider.System.CreateTimer(_ => _socket.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stopping = transport.Stopping.Register(Drain);
    }

    /// <summary>Ends with the socket.</summary>
    public async Task RunAsync()
    {
        var sending = SendLoopAsync();
        try
        {
            await ReceiveLoopAsync();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer vanished, or was cut off.
        }
        finally
        {
            Close(SocketClose.Normal);
            EndOperations();
            await sending;
        }
    }

    /// <summary>Closes the socket for this reason, unless another came first.</summary>
    public void Close(SocketClose close)
    {
        if (Interlocked.CompareExchange(ref _close, close, null) is not null)
            return;
        LogClosed(_transport.Logger, close.Code, close.Reason);
        _cutOff.Change(_transport.Options.CloseTimeout, Timeout.InfiniteTimeSpan);
        _outgoing.Writer.TryComplete();
        _closing.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        await _initTimeout.DisposeAsync();
        await _drainLimit.DisposeAsync();
        await _cutOff.DisposeAsync();
        _expiry?.Dispose();
    }

    private void Enqueue(ReadOnlyMemory<byte> message)
    {
        if (!_outgoing.Writer.TryWrite(message))
            Close(SocketClose.SlowReader); // or it is closing already, and this changes nothing
    }

    private async Task SendLoopAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync())
            {
                if (_close is { SendsWhatWaits: false })
                    break;
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            if (_close is { } close && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, Shorten(close.Reason), CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            _socket.Abort(); // wakes the reader
        }
    }

    private async Task ReceiveLoopAsync()
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Close(SocketClose.Normal);
                return;
            }
            if (_close is not null)
                continue; // only the answer to the close frame matters now
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Binary)
                Close(SocketClose.BadMessage("Invalid message: not text"));
            else if (length > _transport.Options.MaxBodyBytes)
                Close(SocketClose.TooBig);
            else if (received.EndOfMessage)
            {
                await HandleAsync(buffer.AsMemory(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    private static string Shorten(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
            reason = reason[..Math.Min(reason.Length - 1, MaxReasonBytes)];
        return reason;
    }

    [LoggerMessage(LogLevel.Debug, "GraphQL socket closed: {Code} {Reason}")]
    private static partial void LogClosed(ILogger logger, int code, string reason);
}
