namespace Scheduling.Grains.Common;

/// <summary>
/// A place on a room's waiting list. The text names the room whose grain holds the list: <c>wait-{room's key}-{key}</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("scheduling.waitlist-entry-id")]
public readonly record struct WaitlistEntryId([property: Id(0)] string Value)
{
    private const string Prefix = "wait-";

    /// <summary>The room that is waited for.</summary>
    public RoomId Room => EntityIds.Of<RoomId>(Value.Split('-')[1]);

    /// <summary>Names a new entry.</summary>
    public static WaitlistEntryId New(RoomId room, string key) => new($"{Prefix}{room.Value[(RoomId.Kind.Length + 1)..]}-{key}");

    /// <summary>Reads an entry's identity from outside; false when it is none.</summary>
    public static bool TryParse(string? text, out WaitlistEntryId id)
    {
        id = new WaitlistEntryId(text ?? "");
        return text is { Length: <= 140 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.Split('-') is [_, var room, var key] && IsKey(room) && IsKey(key);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsKey(string text) => EntityIds.TryParse<RoomId>($"{RoomId.Kind}-{text}", out _);
}
