using System.Diagnostics.CodeAnalysis;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>
/// Names a booking that could be joined by its claim on a room, so that it tells nobody who leads it:
/// <c>join-{room's key}-{2027W12}-{claim's key}</c>. Void once the booking takes another claim.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="Week">A week that the claim reaches into.</param>
/// <param name="Claim">The claim.</param>
[GenerateSerializer, Immutable, Alias("scheduling.join-reference")]
public readonly record struct JoinReference(
    [property: Id(0)] RoomId Room, [property: Id(1)] IsoWeek Week, [property: Id(2)] ClaimId Claim)
{
    private const string Prefix = "join";

    /// <summary>Reads a reference from outside; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JoinReference reference)
    {
        reference = default;
        if (text?.Split('-') is not [Prefix, var room, var week, var claim]
            || !EntityIds.TryParse<RoomId>($"{RoomId.Kind}-{room}", out var roomId)
            || !IsoWeek.TryParse(week, out var isoWeek)
            || !EntityIds.TryParse<ClaimId>($"{ClaimId.Kind}-{claim}", out var claimId))
            return false;
        reference = new JoinReference(roomId, isoWeek, claimId);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}-{KeyOf(Room)}-{Week}-{KeyOf(Claim)}";

    private static string KeyOf<TId>(TId id) where TId : struct, IEntityId<TId> => id.Value[(TId.Kind.Length + 1)..];
}
