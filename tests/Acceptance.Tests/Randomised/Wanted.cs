using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>What a call asks a booking to be; null where it leaves that as it is.</summary>
internal sealed record Wanted(string? Room, Slot? Slot, int? Seats)
{
    /// <summary>As it is.</summary>
    public static Wanted Nothing { get; } = new(Room: null, Slot: null, Seats: null);

    /// <summary>What an input asks for.</summary>
    public static Wanted Of(JsonElement input) => new(
        input.TryGetProperty("roomId", out var room) ? room.GetString() : null,
        input.TryGetProperty("period", out var period) && period.ValueKind == JsonValueKind.Object ? World.Slot.Of(period) : null,
        input.TryGetProperty("seats", out var seats) ? seats.GetInt32() : null);

    /// <summary>This, and then another.</summary>
    public Wanted Then(Wanted next) => new(next.Room ?? Room, next.Slot ?? Slot, next.Seats ?? Seats);

    /// <summary>True when the booking is so.</summary>
    public bool IsIn(JsonElement booking) =>
        (Room ?? booking.Text("room.id")) == booking.Text("room.id")
        && (Slot ?? World.Slot.Of(booking.At("period"))) == World.Slot.Of(booking.At("period"))
        && (Seats ?? booking.Number("seats")) == booking.Number("seats");
}
