namespace Scheduling.Grains.Common;

/// <summary>A caller's idempotency key and what it was sent with. The same key with the same input never acts twice.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.request-key")]
public sealed record RequestKey
{
    /// <summary>How long a key is remembered, at least.</summary>
    public static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>Caller and key, hashed: unique to the caller, and no caller's text is stored.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>Operation and input, hashed.</summary>
    [Id(1)] public required string Fingerprint { get; init; }

    /// <summary>The key of a caller for an operation with its input.</summary>
    public static RequestKey Of(string subject, string idempotencyKey, string operation, string input) => new()
    {
        Key = IdSource.KeyOf(subject, idempotencyKey),
        Fingerprint = IdSource.KeyOf(operation, input),
    };
}
