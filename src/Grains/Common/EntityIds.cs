using System.Diagnostics.CodeAnalysis;

namespace Scheduling.Grains.Common;

/// <summary>
/// An identity of the public API: the kind, a hyphen, and a key of letters and digits. The whole text is the grain's key.
/// </summary>
public interface IEntityId<TSelf> where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The longest key accepted from outside, in characters.</summary>
    const int KeyLengthMax = 64;

    /// <summary>The kind, as the text before the first hyphen.</summary>
    static abstract string Kind { get; }

    /// <summary>Kind and key: what the API shows.</summary>
    string Value { get; }

    /// <summary>Wraps a text that is known to be well formed.</summary>
    static abstract TSelf Wrap(string value);

    /// <summary>The identity of a key made by <see cref="IdSource"/>.</summary>
    static virtual TSelf Of(string key) => TSelf.Wrap($"{TSelf.Kind}-{key}");

    /// <summary>Reads an identity from outside; false when it is of another kind or not an identity at all.</summary>
    static virtual bool TryParse([NotNullWhen(true)] string? text, out TSelf id)
    {
        id = default;
        if (text is null || !text.StartsWith(TSelf.Kind, StringComparison.Ordinal) || text.Length <= TSelf.Kind.Length + 1)
            return false;
        if (text[TSelf.Kind.Length] != '-' || !IsKey(text.AsSpan(TSelf.Kind.Length + 1)))
            return false;
        id = TSelf.Wrap(text);
        return true;
    }

    private static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length <= KeyLengthMax && !key.ContainsAnyExcept(EntityIds.KeyCharacters);
}

/// <summary>Reading of identities where the kind follows from the type asked for.</summary>
public static class EntityIds
{
    internal static readonly System.Buffers.SearchValues<char> KeyCharacters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads an identity from outside; false when it is of another kind or not an identity at all.</summary>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id) where TId : struct, IEntityId<TId> =>
        TId.TryParse(text, out id);

    /// <summary>The identity of a key made by <see cref="IdSource"/>.</summary>
    public static TId Of<TId>(string key) where TId : struct, IEntityId<TId> => TId.Of(key);
}

/// <summary>An advisor; its grain leads the bookings named after it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-id")]
public readonly record struct AdvisorId([property: Id(0)] string Value) : IEntityId<AdvisorId>
{
    /// <inheritdoc/>
    public static string Kind => "advisor";

    /// <inheritdoc/>
    public static AdvisorId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-id")]
public readonly record struct VenueId([property: Id(0)] string Value) : IEntityId<VenueId>
{
    /// <inheritdoc/>
    public static string Kind => "venue";

    /// <inheritdoc/>
    public static VenueId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A room of a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-id")]
public readonly record struct RoomId([property: Id(0)] string Value) : IEntityId<RoomId>
{
    /// <inheritdoc/>
    public static string Kind => "room";

    /// <inheritdoc/>
    public static RoomId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An exceptional closure of a venue.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.closure-id")]
public readonly record struct ClosureId([property: Id(0)] string Value) : IEntityId<ClosureId>
{
    /// <inheritdoc/>
    public static string Kind => "closure";

    /// <inheritdoc/>
    public static ClosureId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A time in which an advisor is away.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.unavailability-id")]
public readonly record struct UnavailabilityId([property: Id(0)] string Value) : IEntityId<UnavailabilityId>
{
    /// <inheritdoc/>
    public static string Kind => "unavailability";

    /// <inheritdoc/>
    public static UnavailabilityId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One attempt's hold on one calendar. Never used twice, so a late release cannot hit a later attempt.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-id")]
public readonly record struct ClaimId([property: Id(0)] string Value) : IEntityId<ClaimId>
{
    /// <inheritdoc/>
    public static string Kind => "claim";

    /// <inheritdoc/>
    public static ClaimId Wrap(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
