using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Changes;

/// <summary>A change of terms that was made with a key, and how to answer when it is asked for again.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.made-change")]
internal sealed record MadeChange
{
    /// <summary>The most that one grain remembers; they are remembered for <see cref="RequestKey.Kept"/> at least.</summary>
    public const int Max = 1_000;

    /// <summary>The key it was made with.</summary>
    [Id(0)] public required RequestKey Key { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Instant At { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    [Id(2)] public ImmutableArray<BookingId> Cancelled { get; init; } = [];

    /// <summary>The closure that was taken back, or made and taken back since.</summary>
    [Id(3)] public Closure? Closure { get; init; }

    /// <summary>The absence that was taken back, or made and taken back since.</summary>
    [Id(4)] public Unavailability? Unavailability { get; init; }
}

/// <summary>The changes that a grain remembers by their keys.</summary>
internal static class MadeChanges
{
    /// <summary>With one more, if it has a key, and without those that need not be known any more.</summary>
    public static ImmutableArray<MadeChange> With(
        this ImmutableArray<MadeChange> made, RequestKey? key, Instant now, ImmutableArray<BookingId> cancelled = default,
        Closure? closure = null, Unavailability? absence = null) =>
        key is null ? made : made.Recent(now).Add(new MadeChange
        {
            Key = key,
            At = now,
            Cancelled = cancelled.IsDefault ? [] : cancelled,
            Closure = closure,
            Unavailability = absence,
        });

    /// <summary>Those that have to be known still.</summary>
    public static ImmutableArray<MadeChange> Recent(this ImmutableArray<MadeChange> made, Instant now) =>
        made.RemoveAll(change => change.At + RequestKey.Kept < now);

    /// <summary>The change of a caller's key, whatever its input was.</summary>
    public static MadeChange? Of(this ImmutableArray<MadeChange> made, RequestKey? key) =>
        key is null ? null : made.FirstOrDefault(change => change.Key.Key == key.Key);

    /// <summary>Refuses one change more when too many are remembered.</summary>
    public static Refusal? TooMany(this ImmutableArray<MadeChange> made, RequestKey? key, Instant now) =>
        key is null || made.Recent(now).Length < MadeChange.Max
            ? null
            : Refusal.Broken(RefusalCode.Policy, "changes", $"{MadeChange.Max}", $"{MadeChange.Max + 1}", "It was changed too often since yesterday.");
}
