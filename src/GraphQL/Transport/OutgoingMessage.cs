using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>What waits to be sent.</summary>
/// <param name="Bytes">The whole message.</param>
/// <param name="Flow">Told when the network has taken it: of an event of a stream.</param>
internal readonly record struct OutgoingMessage(ReadOnlyMemory<byte> Bytes, StreamFlow? Flow = null);
