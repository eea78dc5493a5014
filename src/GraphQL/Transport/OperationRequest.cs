using GraphQL;

namespace Scheduling.Api.Transport;

/// <summary>A GraphQL request as a client sent it, well formed and not yet looked into.</summary>
internal sealed record OperationRequest(string Query, string? OperationName, Inputs? Variables, Inputs? Extensions);

/// <summary>The request cannot be read. The message is for the client.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
