using Microsoft.Data.Sqlite;
using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Storage;

/// <summary>The one connection that writes; used by one caller at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _repeat;
    private readonly SqliteCommand _roomTaken;
    private readonly SqliteCommand _advisorBusy;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _workshop;

    public SqliteWriter(string connectionString, string schema)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run(schema);
        (_begin, _commit, _rollback) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"), Prepare("ROLLBACK"));
        _repeat = Prepare("SELECT id, version, status, input FROM bookings WHERE created_by = $1 AND idempotency_key = $2", "$1", "$2");
        const string Overlap = "starts < $3 AND ends > $2 AND starts > $2 - $4 AND status = 1";
        _roomTaken = Prepare($"SELECT 1 FROM bookings WHERE room_id = $1 AND {Overlap} LIMIT 1", "$1", "$2", "$3", "$4");
        _advisorBusy = Prepare($"SELECT 1 FROM bookings WHERE advisor_id = $1 AND {Overlap} LIMIT 1", "$1", "$2", "$3", "$4");
        _insert = Prepare(
            "INSERT INTO bookings (room_id, advisor_id, network_id, starts, ends, seats, title, purpose, created_at, created_by, "
                + "idempotency_key, input) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
            "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12");
        _workshop = Prepare("INSERT INTO workshops (booking_id, places) VALUES ($1, $2)", "$1", "$2");
    }

    /// <summary>Makes a booking, unless the room or the advisor is taken.</summary>
    public StoredAnswer Book(NewBooking booking, long start, long end, long longest, long now)
    {
        _begin.ExecuteNonQuery();
        try
        {
            var answer = Decide(booking, start, end, longest, now);
            _commit.ExecuteNonQuery();
            return answer;
        }
        catch
        {
            _rollback.ExecuteNonQuery();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_begin, _commit, _rollback, _repeat, _roomTaken, _advisorBusy, _insert, _workshop])
            command.Dispose();
        _connection.Dispose();
    }

    private StoredAnswer Decide(NewBooking booking, long start, long end, long longest, long now)
    {
        if (booking.Key is { } key)
        {
            using var row = Bind(_repeat, booking.Caller, key).ExecuteReader();
            if (row.Read())
                return row.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(booking.Input)
                    ? new("OK", row.GetInt64(0), row.GetInt64(1), (BookingStatus)row.GetInt32(2))
                    : new("IDEMPOTENCY_MISMATCH", 0, 0, default);
        }

        if (Bind(_roomTaken, booking.Room, start, end, longest).ExecuteScalar() is not null)
            return new("SLOT_TAKEN", 0, 0, default);
        if (Bind(_advisorBusy, booking.Advisor, start, end, longest).ExecuteScalar() is not null)
            return new("ADVISOR_BUSY", 0, 0, default);
        var id = (long)Bind(
            _insert, booking.Room, booking.Advisor, booking.Network, start, end, booking.Seats, booking.Title, booking.Purpose, now, booking.Caller,
            booking.Key, booking.Input).ExecuteScalar()!;
        if (booking.Places is { } places)
            Bind(_workshop, id, places).ExecuteNonQuery();
        return new("OK", id, 1, BookingStatus.CONFIRMED);
    }

    private static SqliteCommand Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepare(string text, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private void Run(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
