using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>
/// One socket. One loop reads, one writes; whoever wants it closed leaves the reason and ends the queue, and the writer
/// sends the close frame. Cancelling a pending receive would abort the socket and lose the frame, so nothing is cancelled:
/// a peer that does not answer the close in time is cut off.
/// </summary>
internal sealed partial class SocketConnection : IAsyncDisposable
{
    private const int MaxReasonBytes = 123; // RFC 6455, 5.5
    private const int MinBuffer = 4096;
    private readonly WebSocket _socket;
    private readonly SocketTransport _transport;
    private readonly IPAddress? _address;
    private readonly Channel<OutgoingMessage> _outgoing;
    private readonly CancellationTokenSource _closing = new(); // without timers or links: needs no disposal
    private readonly CancellationTokenRegistration _stopping;
    // There are thousands of idle sockets: what one needs only now and then is made then.
    private ITimer? _initTimeout;
    private ITimer? _drainLimit;
    private ITimer? _cutOff;
    private AuthenticatedCaller? _caller;
    private ExpiryTimer? _expiry;
    private SocketClose? _close;
    private bool _initialised;
    private volatile bool _acknowledged;

    public SocketConnection(WebSocket socket, SocketTransport transport, AuthenticatedCaller? caller, IPAddress? address)
    {
        (_socket, _transport, _caller, _address) = (socket, transport, caller, address);
        _outgoing = Channel.CreateBounded<OutgoingMessage>(
            new BoundedChannelOptions(transport.Options.MaxQueuedMessages) { SingleReader = true });
        _initTimeout = transport.Time.CreateTimer(
            _ => Close(SocketClose.InitTimeout), null, transport.Options.ConnectionInitTimeout, Timeout.InfiniteTimeSpan);
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
        _cutOff = TimeProvider.System.CreateTimer(_ => _socket.Abort(), null, _transport.Options.CloseTimeout, Timeout.InfiniteTimeSpan);
        _outgoing.Writer.TryComplete();
        _closing.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        _initTimeout?.Dispose();
        _drainLimit?.Dispose();
        _cutOff?.Dispose();
        _expiry?.Dispose();
    }

    private void Enqueue(ReadOnlyMemory<byte> message, StreamFlow? flow = null)
    {
        if (!_outgoing.Writer.TryWrite(new OutgoingMessage(message, flow)))
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
                await SendAsync(message.Bytes);
                message.Flow?.Taken();
            }
            if (_close is { } close && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, Shorten(close.Reason), CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            _socket.Abort(); // wakes the reader
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        var sending = _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        if (sending.IsCompleted)
        {
            await sending;
            return;
        }

        // The network takes no more for now, because the peer does not read.
        await using var patience = _transport.Time.CreateTimer(
            _ => Close(SocketClose.SlowReader), null, _transport.Options.SlowReaderTimeout, Timeout.InfiniteTimeSpan);
        await sending;
    }

    private async Task ReceiveLoopAsync()
    {
        // Without a buffer until something comes.
        while (await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } begun)
        {
            if (begun.EndOfMessage)
                Close(SocketClose.BadMessage("Invalid message: not JSON"));
            else if (!await ReceiveMessageAsync())
                break;
        }

        Close(SocketClose.Normal);
    }

    /// <summary>False when the peer closed the socket.</summary>
    private async Task<bool> ReceiveMessageAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MinBuffer);
        try
        {
            var length = 0;
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return false;
                // When it is being closed, only the answer to the close frame matters.
                length = _close is null ? length + received.Count : 0;
                if (_close is null && received.MessageType == WebSocketMessageType.Binary)
                    Close(SocketClose.BadMessage("Invalid message: not text"));
                else if (length > _transport.Options.MaxBodyBytes)
                    Close(SocketClose.TooBig);
                else if (_close is null && received.EndOfMessage)
                    await HandleAsync(buffer.AsMemory(0, length));
                if (received.EndOfMessage)
                    return true;
                if (length == buffer.Length)
                    buffer = Larger(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
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
