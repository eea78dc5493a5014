using System.Net.WebSockets;

namespace Scheduling.Api.Transport;

/// <summary>Why the server closes a socket: the codes of graphql-transport-ws, and those of RFC 6455 that clients come back after.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">For people; cut to 123 bytes on the wire.</param>
/// <param name="SendsWhatWaits">Whether messages that wait are sent first, or dropped.</param>
internal sealed record SocketClose(int Code, string Reason, bool SendsWhatWaits = false)
{
    public static readonly SocketClose Normal = new((int)WebSocketCloseStatus.NormalClosure, "");
    public static readonly SocketClose GoingAway = new((int)WebSocketCloseStatus.EndpointUnavailable, "The server is stopping: come back", SendsWhatWaits: true);
    public static readonly SocketClose TooBig = new((int)WebSocketCloseStatus.MessageTooBig, "Message too big");
    public static readonly SocketClose SlowReader = new(1013, "Too slow to read: come back");
    public static readonly SocketClose Unauthorized = new(4401, "Unauthorized");
    public static readonly SocketClose Forbidden = new(4403, "Forbidden");
    public static readonly SocketClose TokenExpired = new(4403, "Token expired");
    public static readonly SocketClose SubprotocolNotAcceptable = new(4406, "Subprotocol not acceptable");
    public static readonly SocketClose InitTimeout = new(4408, "Connection initialisation timeout");
    public static readonly SocketClose TooManyInits = new(4429, "Too many initialisation requests");
    public static readonly SocketClose InternalError = new(4500, "Internal server error");

    public static SocketClose BadMessage(string reason) => new(4400, reason);

    public static SocketClose Duplicate(string id) => new(4409, $"Subscriber for {id} already exists");
}
