using Microsoft.Data.Sqlite;
using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Storage;

/// <summary>
/// Bookings in a file: one connection that writes, with prepared statements, in whose transaction the overlap is looked for; WAL
/// and <c>synchronous=FULL</c>, as the product's. Only what the embedded workload asks for.
/// </summary>
internal sealed class SqliteStore(string connectionString, TimeProvider clock) : IBookingStore, IDisposable
{
    private const long LongestMs = 7L * 24 * 3600 * 1000;

    // Who waits for its turn waits here, not in SQLite, which polls.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteWriter _writer = null!;

    /// <inheritdoc/>
    public Task CreateAsync()
    {
        _writer = new SqliteWriter(connectionString, Scripts.Read("Sqlite.sql"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task LoadAsync(World world) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StoredAnswer> BookAsync(NewBooking booking)
    {
        await _turn.WaitAsync();
        try
        {
            return _writer.Book(booking, Ms(booking.Start), Ms(booking.End), LongestMs, Ms(clock.GetUtcNow()));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<StoredBooking?> FindAsync(long id)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT status, version, room_id, advisor_id, network_id, starts, ends, seats, title, purpose FROM bookings WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new(id, (BookingStatus)row.GetInt32(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), Time(row.GetInt64(5)),
                Time(row.GetInt64(6)), row.GetInt32(7), await row.IsDBNullAsync(8) ? null : row.GetString(8), row.GetString(9))
            : null;
    }

    /// <inheritdoc/>
    public Task<string> CancelAsync(long id, int network, string? reason, string? key) => throw NotAsked();

    /// <inheritdoc/>
    public Task<string> MoveAsync(long id, int network, Room room, DateTimeOffset start, DateTimeOffset end, string? key) => throw NotAsked();

    /// <inheritdoc/>
    public Task<List<TakenTime>> TakenAsync(int room, bool bySeats, DateTimeOffset start, DateTimeOffset end) => throw NotAsked();

    /// <inheritdoc/>
    public Task<List<int>> AvailableAsync(AvailableRequest query) => throw NotAsked();

    /// <inheritdoc/>
    public Task<(string Outcome, int? Position)> RegisterAsync(long booking, int network, string reference, string? key) => throw NotAsked();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _turn.Dispose();
    }

    private static NotSupportedException NotAsked() => new("The embedded workload does not ask for this.");

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
