using System.Buffers;

namespace Scheduling.Api.Transport;

/// <summary>What each message of the client means.</summary>
internal sealed partial class SocketConnection
{
    private async Task HandleAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            var message = SocketMessage.Read(json);
            switch (message.Type)
            {
                case "connection_init": await InitialiseAsync(message); break;
                case "ping": Enqueue(SocketMessage.Pong(message.Payload)); break;
                case "pong": break;
                case "subscribe": Subscribe(message); break;
                case "complete": EndOperation(Id(message)); break;
                default: throw new MalformedRequestException($"Invalid message: type '{message.Type}'");
            }
        }
        catch (MalformedRequestException malformed)
        {
            Close(SocketClose.BadMessage(malformed.Message));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The socket was closed while the token was checked.
        }
        catch (Exception failure)
        {
            _transport.Masking.Mask(failure, "(socket)");
            Close(SocketClose.InternalError);
        }
    }

    private async Task InitialiseAsync(SocketMessage message)
    {
        if (_initialised)
        {
            Close(SocketClose.TooManyInits);
            return;
        }
        _initialised = true;
        if (message.BearerToken() is { } token)
        {
            _caller = token.Length == 0 ? null : await _transport.Authenticator.AuthenticateAsync(token, _closing.Token);
            if (_caller is null)
            {
                Close(SocketClose.Forbidden);
                return;
            }
        }
        if (_caller is null && _transport.Options.RequireAuthentication)
        {
            Close(SocketClose.Unauthorized);
            return;
        }
        _expiry = new ExpiryTimer(_transport.Time, _caller?.ExpiresAt, () => Close(SocketClose.TokenExpired));
        _initTimeout?.Dispose();
        _initTimeout = null;
        _acknowledged = true;
        Enqueue(SocketMessage.Ack);
    }

    private void Subscribe(SocketMessage message)
    {
        if (!_acknowledged)
        {
            Close(SocketClose.Unauthorized);
            return;
        }
        var id = Id(message);
        if (message.Payload.IsEmpty)
            throw new MalformedRequestException("Invalid message: no payload");
        Start(id, RequestReader.ReadRequest(new ReadOnlySequence<byte>(message.Payload)));
    }

    private static string Id(SocketMessage message) =>
        message.Id is { Length: > 0 } id ? id : throw new MalformedRequestException("Invalid message: no id");
}
