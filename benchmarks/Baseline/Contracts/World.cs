using System.Text.Json.Serialization;

namespace Scheduling.Baseline.Contracts;

/// <summary>Everything there is to book, to load into an empty store.</summary>
internal sealed record World(
    IReadOnlyList<Network> Networks, IReadOnlyList<Venue> Venues, IReadOnlyList<Room> Rooms, IReadOnlyList<Advisor> Advisors);

/// <summary>A network of advisors.</summary>
internal sealed record Network(int Id, string Name);

/// <summary>A building with its weekly hours.</summary>
internal sealed record Venue(int Id, string Name, double Latitude, double Longitude, string TimeZone, IReadOnlyList<Hours> OpeningHours);

/// <summary>Wall-clock time on a day of the week, which does not cross midnight.</summary>
internal sealed record Hours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>A room and its owner's policy; null means no such rule.</summary>
internal sealed record Room(
    int Id, int VenueId, string Name, int Seats, bool BySeats, int? MinimumNoticeMinutes, int? MaximumAdvanceDays, int? MinimumMinutes,
    int? MaximumMinutes);

/// <summary>An advisor of a network.</summary>
internal sealed record Advisor(int Id, int NetworkId, string Name);

/// <summary>JSON without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(World))]
[JsonSerializable(typeof(BookRequest))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(AvailableRequest))]
[JsonSerializable(typeof(BookingAnswer))]
[JsonSerializable(typeof(AttendeeAnswer))]
[JsonSerializable(typeof(CalendarAnswer))]
[JsonSerializable(typeof(RoomsAnswer))]
internal sealed partial class BaselineJson : JsonSerializerContext;
