using System.Text.Json.Serialization;

namespace Scheduling.Baseline.Contracts;

/// <summary>Where a booking stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookingStatus>))]
internal enum BookingStatus
{
    /// <summary>Given up.</summary>
    CANCELLED = 0,

    /// <summary>Agreed.</summary>
    CONFIRMED = 1,
}

/// <summary>Half-open.</summary>
internal sealed record PeriodView(DateTimeOffset Start, DateTimeOffset End);

/// <summary>A room taken for a time.</summary>
internal sealed record BookingView(
    string Id, BookingStatus Status, long Version, int RoomId, int AdvisorId, PeriodView Period, int Seats, string? Title, string Purpose);

/// <summary>Why something was refused.</summary>
internal sealed record ErrorView(string Code, string Message);

/// <summary>What came of a command on a booking.</summary>
internal sealed record BookingAnswer(BookingView? Booking, IReadOnlyList<ErrorView> Errors)
{
    public static BookingAnswer Of(BookingView booking) => new(booking, []);

    public static BookingAnswer Refuse(IReadOnlyList<ErrorView> errors) => new(null, errors);
}

/// <summary>Somebody who comes to a workshop.</summary>
internal sealed record AttendeeView(string Reference, string Status, int? Position);

/// <summary>What came of a registration.</summary>
internal sealed record AttendeeAnswer(AttendeeView? Attendee, IReadOnlyList<ErrorView> Errors);

/// <summary>A stretch of a calendar in which nothing changes.</summary>
internal sealed record Stretch(string State, int SeatsTaken, NetworkView? Network, PeriodView Period);

/// <summary>A network, by name.</summary>
internal sealed record NetworkView(string Name);

/// <summary>A room's calendar.</summary>
internal sealed record CalendarAnswer(IReadOnlyList<Stretch> Calendar);

/// <summary>A venue, by name.</summary>
internal sealed record VenueView(string Name);

/// <summary>A room that can be booked.</summary>
internal sealed record RoomView(int Id, string Name, int Seats, VenueView Venue);

/// <summary>Rooms, nearest first.</summary>
internal sealed record RoomsAnswer(IReadOnlyList<RoomView> Nodes, bool HasNextPage);
