using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>A call that somebody made, and what the caller was told. Repeated with its key until it was told something.</summary>
internal sealed class Operation
{
    /// <summary>Unique; also the title, note or reason by which its effect is recognised.</summary>
    public required string Key { get; init; }

    /// <summary>Which mutation.</summary>
    public required string Mutation { get; init; }

    /// <summary>Its input, the key included.</summary>
    public required object Input { get; init; }

    /// <summary>Who called.</summary>
    public required RunCaller Caller { get; init; }

    /// <summary>The booking it is about; null when it makes one, or is about a venue.</summary>
    public string? Booking { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Sent { get; set; }

    /// <summary>What was told; null as long as nothing was.</summary>
    public JsonElement? Answer { get; set; }

    /// <summary>Why it was refused; empty when it was accepted.</summary>
    public IReadOnlyList<string> Codes => Answer is { } answer ? answer.Codes() : [];

    /// <summary>True when the caller was told yes.</summary>
    public bool IsAccepted => Answer is not null && Codes.Count == 0;

    /// <summary>True when the caller was told no.</summary>
    public bool IsRefused => Codes.Count > 0;

    /// <summary>The attendee it is about, if any.</summary>
    public string? Attendee { get; init; }

    /// <summary>The series it is about, if any.</summary>
    public string? Series { get; init; }

    /// <summary>The place on a waiting list it is about, if any.</summary>
    public string? Entry { get; init; }

    /// <summary>The advisor it asks for, if any.</summary>
    public string? Advisor { get; init; }

    /// <summary>True when what it books begins within minutes.</summary>
    public bool IsSoon { get; init; }

    /// <summary>True when it makes or changes a booking, which its answer shows.</summary>
    public bool ShowsBooking => Answer is { } answer && answer.TryGetProperty("booking", out var booking) && booking.ValueKind == JsonValueKind.Object;

    /// <summary>The booking as the answer shows it.</summary>
    public JsonElement Shown => Answer!.Value.At("booking");

    /// <inheritdoc/>
    public override string ToString() => $"{Mutation} {Key} by {Caller.Subject}";
}
