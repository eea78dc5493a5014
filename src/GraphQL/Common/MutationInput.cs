using System.Text.Json.Serialization;
using Scheduling.Api.Errors;

namespace Scheduling.Api.Common;

/// <summary>What every mutation takes.</summary>
public abstract record MutationInput
{
    /// <summary>
    /// Unique to the caller, 1 to 200 characters. The same key with the same input never acts twice: for 24 hours at
    /// least it gives what the first one made. With another input it is refused (IDEMPOTENCY_MISMATCH). A refusal changed
    /// nothing and is not remembered.
    /// </summary>
    [JsonIgnore] public string? IdempotencyKey { get; init; }

    /// <summary>
    /// True when all of the input might be guessed, and somebody is to be forgotten with it: what is remembered of it then
    /// cannot be told without knowing the caller's key.
    /// </summary>
    internal virtual bool IsGuessable => false;
}

/// <summary>What every mutation answers.</summary>
public abstract class MutationPayload
{
    /// <summary>Every reason against; empty when it was done.</summary>
    [GraphQL.Complexity(1, 2)]
    public required IReadOnlyList<IMutationError> Errors { get; init; }
}
