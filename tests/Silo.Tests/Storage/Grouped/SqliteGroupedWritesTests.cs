using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;
using Scheduling.Silo.Storage.Grouped;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>Writes committed together, on SQLite.</summary>
public sealed class SqliteGroupedWritesTests(SqliteFixture fixture)
    : GroupedWritesContract(fixture), IClassFixture<SqliteFixture>, IDisposable
{
    private const int Full = 13;
    private const int Busy = 5;

    private readonly SqliteFixture fixture = fixture;
    private readonly TempFolder folder = new();

    private protected override string RefusePoison => """
        CREATE TRIGGER refuse_poison BEFORE INSERT ON grain_state WHEN NEW.grain_key LIKE '%poison%'
        BEGIN SELECT RAISE(ABORT, 'poison'); END
        """;

    [Fact]
    public async Task Open_Connections_CommitToTheDiskAndOverwriteWhatTheyDelete()
    {
        await using var rows = (SqliteRows)fixture.Silo.Store.OpenRows();
        await using var connection = rows.Open();

        Assert.Equal(2L, Ask("PRAGMA synchronous")); // FULL
        Assert.Equal(1L, Ask("PRAGMA secure_delete"));

        object? Ask(string pragma)
        {
            using var command = connection.CreateCommand();
            command.CommandText = pragma;
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public async Task Write_NoRoomOnTheDisk_FailsWholeAndGoesOnWhenThereIs()
    {
        await using var rows = (SqliteRows)fixture.Silo.Store.OpenRows();
        var full = true;
        using var writer = new SqliteRowWriter(
            () =>
            {
                var connection = rows.Open();
                if (full)
                    Limit(connection);
                return connection;
            },
            Clustering.ServiceId);
        var (small, large) = (Batch(bytes: 1), Batch(bytes: 1 << 20));
        await writer.WriteAsync(small);

        var failure = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync([.. Batch(bytes: 1), .. large]));
        full = false;
        await writer.WriteAsync(large);

        Assert.Equal(Full, failure.SqliteErrorCode);
        Assert.All([.. small, .. large], write => Assert.True(write.Outcome is { IsCompletedSuccessfully: true, Result: true }));
    }

    [Fact]
    public async Task Write_FileLockedTooLong_IsToldAndGoesOnAfterwards()
    {
        await using var store = OpenOwn(patienceInSeconds: 1);
        await using var rows = (SqliteRows)store.OpenRows();
        using var writer = rows.OpenWriter();
        var batch = Batch(bytes: 1);
        await using (var other = rows.Open())
        {
            await using var transaction = await other.BeginTransactionAsync();

            var failure = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync(batch));

            Assert.Equal(Busy, failure.SqliteErrorCode);
        }

        await writer.WriteAsync(batch);

        Assert.All(batch, write => Assert.True(write.Outcome is { IsCompletedSuccessfully: true, Result: true }));
    }

    [Fact]
    public async Task Write_MoreThanMayWait_IsRefusedAndTheOthersAreStored()
    {
        await using var store = OpenOwn(patienceInSeconds: 600);
        await using var rows = (SqliteRows)store.OpenRows();
        var writer = new GroupWriter(rows, NullLogger.Instance, _ => { });
        var waiting = new List<Task<bool>>();
        await using (var other = rows.Open())
        {
            // The file is locked: one batch is under way, and the others wait.
            await using var transaction = await other.BeginTransactionAsync();

            Assert.Throws<LimitExceededException>(() =>
            {
                for (var write = 0; write <= GroupWriter.MaxWaiting + WriteBatch.MaxRows; write++)
                    waiting.Add(writer.WriteAsync(Write(bytes: 1)));
            });
        }

        Assert.InRange(waiting.Count, GroupWriter.MaxWaiting, GroupWriter.MaxWaiting + WriteBatch.MaxRows);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        await writer.StopAsync();
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static List<RowWrite> Batch(int bytes) => [Write(bytes), Write(bytes), Write(bytes)];

    private static RowWrite Write(int bytes) =>
        new(new RowKey($"/{Guid.NewGuid()}", "room/note"), RowWrite.NoRow, new byte[bytes]);

    private SqliteStore OpenOwn(int patienceInSeconds) => SqliteStore.Open(
        SqliteLocation.Of(TestSettings.Sqlite($"{folder.File("own.db")};Default Timeout={patienceInSeconds}")),
        new RunningServer(Environment.ProcessId, GatewayPort: 0, Url: "none"));

    // As if the disk had room for a few pages more.
    private static void Limit(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var pages = (long)command.ExecuteScalar()! + 20;
        command.CommandText = $"PRAGMA max_page_count = {pages}";
        command.ExecuteNonQuery();
    }
}
