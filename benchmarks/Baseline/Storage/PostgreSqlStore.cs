using Npgsql;
using NpgsqlTypes;
using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Storage;

/// <summary>The store that one would build: a table with exclusion constraints, and a function for each command.</summary>
internal sealed class PostgreSqlStore(string connectionString) : IBookingStore, IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = Open(connectionString);

    /// <inheritdoc/>
    public async Task CreateAsync()
    {
        await using var command = _database.CreateCommand(Scripts.Read("PostgreSql.sql"));
        await command.ExecuteNonQueryAsync();
        await using var connection = await _database.OpenConnectionAsync();
        await connection.ReloadTypesAsync();
    }

    /// <inheritdoc/>
    public Task LoadAsync(World world) => PostgreSqlLoad.RunAsync(_database, world);

    /// <inheritdoc/>
    public async Task<StoredAnswer> BookAsync(NewBooking booking)
    {
        await using var command = _database.CreateCommand(
            "SELECT outcome, id, version, status FROM book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
        Add(command, booking.Room);
        Add(command, booking.BySeats);
        Add(command, booking.RoomSeats);
        Add(command, booking.Advisor);
        Add(command, booking.Network);
        Add(command, Range(booking.Start, booking.End));
        Add(command, booking.Seats);
        AddText(command, booking.Title);
        AddText(command, booking.Purpose);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)booking.Places ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        AddText(command, booking.Caller);
        AddText(command, booking.Key);
        Add(command, booking.Input);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var outcome = row.GetString(0);
        return outcome == "OK" ? new(outcome, row.GetInt64(1), row.GetInt64(2), (BookingStatus)row.GetInt16(3)) : new(outcome, 0, 0, default);
    }

    /// <inheritdoc/>
    public async Task<string> CancelAsync(long id, int network, string? reason, string? key)
    {
        await using var command = _database.CreateCommand("SELECT cancel($1, $2, $3, $4)");
        Add(command, id);
        Add(command, network);
        AddText(command, reason);
        AddText(command, key);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async Task<string> MoveAsync(long id, int network, Room room, DateTimeOffset start, DateTimeOffset end, string? key)
    {
        await using var command = _database.CreateCommand("SELECT move($1, $2, $3, $4, $5, $6, $7)");
        Add(command, id);
        Add(command, network);
        Add(command, room.Id);
        Add(command, room.BySeats);
        Add(command, room.Seats);
        Add(command, Range(start, end));
        AddText(command, key);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async Task<StoredBooking?> FindAsync(long id)
    {
        await using var command = _database.CreateCommand(
            "SELECT status, version, room_id, advisor_id, network_id, lower(during), upper(during), seats, title, purpose FROM bookings WHERE id = $1");
        Add(command, id);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new(id, (BookingStatus)row.GetInt16(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetFieldValue<DateTimeOffset>(5),
                row.GetFieldValue<DateTimeOffset>(6), row.GetInt32(7), row.IsDBNull(8) ? null : row.GetString(8), row.GetString(9))
            : null;
    }

    /// <inheritdoc/>
    public async Task<List<TakenTime>> TakenAsync(int room, bool bySeats, DateTimeOffset start, DateTimeOffset end)
    {
        // Two texts, as each has an index of its own.
        await using var command = _database.CreateCommand(bySeats
            ? "SELECT lower(during), upper(during), seats, network_id FROM bookings WHERE room_id = $1 AND during && $2 AND status = 1 AND by_seats"
            : "SELECT lower(during), upper(during), seats, network_id FROM bookings WHERE room_id = $1 AND during && $2 AND status = 1 AND NOT by_seats");
        Add(command, room);
        Add(command, Range(start, end));
        var taken = new List<TakenTime>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            taken.Add(new(row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2), row.GetInt32(3)));
        return taken;
    }

    /// <inheritdoc/>
    public async Task<List<int>> AvailableAsync(AvailableRequest query)
    {
        await using var command = _database.CreateCommand(PostgreSqlQueries.Available);
        Add(command, query.Latitude);
        Add(command, query.Longitude);
        Add(command, query.WithinKm * 1000);
        Add(command, query.Seats);
        Add(command, Range(query.Start, query.End));
        Add(command, query.First + 1);
        var rooms = new List<int>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            rooms.Add(row.GetInt32(0));
        return rooms;
    }

    /// <inheritdoc/>
    public async Task<(string Outcome, int? Position)> RegisterAsync(long booking, int network, string reference, string? key)
    {
        await using var command = _database.CreateCommand("SELECT outcome, waits_at FROM register($1, $2, $3, $4)");
        Add(command, booking);
        Add(command, network);
        AddText(command, reference);
        AddText(command, key);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // Statements are prepared at once; connections come back without a round trip to reset them.
    private static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        MaxPoolSize = 30,
        MinPoolSize = 8,
        NoResetOnClose = true,
        ApplicationName = "baseline",
    });

    private static NpgsqlRange<DateTime> Range(DateTimeOffset start, DateTimeOffset end) => new(start.UtcDateTime, true, end.UtcDateTime, false);

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static void AddText(NpgsqlCommand command, string? value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
}
