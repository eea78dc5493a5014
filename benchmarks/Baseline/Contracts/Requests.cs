namespace Scheduling.Baseline.Contracts;

/// <summary>A booking to make.</summary>
internal sealed record BookRequest(
    int RoomId, int AdvisorId, DateTimeOffset Start, DateTimeOffset End, int Seats, string? Title, string Purpose, int? Places,
    string? IdempotencyKey);

/// <summary>A booking to give up.</summary>
internal sealed record CancelRequest(string? Reason, string? IdempotencyKey);

/// <summary>Another time, or another room.</summary>
internal sealed record MoveRequest(int RoomId, DateTimeOffset Start, DateTimeOffset End, string? Reason, string? IdempotencyKey);

/// <summary>An attendee to register for a workshop.</summary>
internal sealed record RegisterRequest(string Reference, string? IdempotencyKey);

/// <summary>Which rooms to find.</summary>
internal sealed record AvailableRequest(
    double Latitude, double Longitude, double WithinKm, int Seats, DateTimeOffset Start, DateTimeOffset End, int First);
