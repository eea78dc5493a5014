using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Storage;

/// <summary>What the database is asked for.</summary>
internal interface IBookingStore
{
    /// <summary>Makes the tables.</summary>
    Task CreateAsync();

    /// <summary>Loads everything there is to book.</summary>
    Task LoadAsync(World world);

    /// <summary>Makes a booking, unless the room or the advisor is taken.</summary>
    Task<StoredAnswer> BookAsync(NewBooking booking);

    /// <summary>Gives one up, for its network.</summary>
    /// <returns>OK, or the code of the refusal.</returns>
    Task<string> CancelAsync(long id, int network, string? reason, string? key);

    /// <summary>Moves one, for its network.</summary>
    /// <returns>OK, or the code of the refusal.</returns>
    Task<string> MoveAsync(long id, int network, Room room, DateTimeOffset start, DateTimeOffset end, string? key);

    /// <summary>A booking, or null.</summary>
    Task<StoredBooking?> FindAsync(long id);

    /// <summary>What takes a room between two instants.</summary>
    Task<List<TakenTime>> TakenAsync(int room, bool bySeats, DateTimeOffset start, DateTimeOffset end);

    /// <summary>Free rooms around a point, nearest first.</summary>
    Task<List<int>> AvailableAsync(AvailableRequest query);

    /// <summary>Registers an attendee, or has them wait.</summary>
    Task<(string Outcome, int? Position)> RegisterAsync(long booking, int network, string reference, string? key);
}

/// <summary>A booking to store.</summary>
internal sealed record NewBooking(
    int Room, bool BySeats, int RoomSeats, int Advisor, int Network, DateTimeOffset Start, DateTimeOffset End, int Seats, string? Title,
    string Purpose, int? Places, string Caller, string? Key, byte[] Input);

/// <summary>What came of a command: OK, or the code of the refusal.</summary>
internal readonly record struct StoredAnswer(string Outcome, long Id, long Version, BookingStatus Status);

/// <summary>A booking as it is stored.</summary>
internal sealed record StoredBooking(
    long Id, BookingStatus Status, long Version, int Room, int Advisor, int Network, DateTimeOffset Start, DateTimeOffset End, int Seats,
    string? Title, string Purpose);

/// <summary>A booking's hold on a room.</summary>
internal readonly record struct TakenTime(DateTimeOffset Start, DateTimeOffset End, int Seats, int Network);
