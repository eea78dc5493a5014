using System.Data.Common;
using System.Globalization;
using Npgsql;
using Orleans.Storage;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>Writes committed together, on PostgreSQL.</summary>
public sealed class PostgreSqlGroupedWritesTests(PostgreSqlFixture fixture, ITestOutputHelper output)
    : GroupedWritesContract(fixture), IClassFixture<PostgreSqlFixture>
{
    private const string LockNotAvailable = "55P03";

    // Those that write: their last statement is the one that writes.
    private const string KillWriters = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'INSERT INTO grain_state%'
        """;

    private readonly PostgreSqlFixture fixture = fixture;

    private protected override string RefusePoison =>
        "ALTER TABLE grain_state ADD CONSTRAINT refuse_poison CHECK (grain_key NOT LIKE '%poison%')";

    private IGrainStorage Storage => fixture.Silo.Storage;

    [Fact]
    public async Task Write_RefusedWhenItCommits_FailsAlone()
    {
        await ExecuteAsync("""
            CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'late'; END $$;
            CREATE CONSTRAINT TRIGGER refuse_late AFTER INSERT OR UPDATE ON grain_state DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.grain_key LIKE '%belated%') EXECUTE FUNCTION refuse_late()
            """);
        var grains = Rows.Many(100);
        grains[40] = Rows.New("belated");

        var endings = await Rows.EndingsAsync(grains.Select(grain => Storage.WriteAsync(grain, "first")));

        Assert.IsType<PostgresException>(endings[40]);
        Assert.All(endings.Where((_, grain) => grain != 40), Assert.Null);
        Assert.False((await Storage.ReadAsync(grains[40])).RecordExists);
        Assert.Equal("first", (await Storage.ReadAsync(grains[41])).State?.Text);
    }

    [Fact]
    public async Task Write_OneRowLockedForLong_FailsAloneWhileItIs()
    {
        var grains = Rows.Many(20);
        await Task.WhenAll(grains.Select(grain => Storage.WriteAsync(grain, "first")));
        await using (var other = await fixture.Silo.Store.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var hold = other.CreateCommand();
            hold.CommandText = $"SELECT 1 FROM grain_state WHERE grain_key = '/{grains[7].Key}' FOR UPDATE";
            await hold.ExecuteNonQueryAsync();

            var endings = await Rows.EndingsAsync(grains.Select(grain => Storage.WriteAsync(grain, "second", "1")));

            Assert.Equal(LockNotAvailable, Assert.IsType<PostgresException>(endings[7]).SqlState);
            Assert.All(endings.Where((_, grain) => grain != 7), Assert.Null);
        }

        await Storage.WriteAsync(grains[7], "third", "1");
    }

    [Fact]
    public async Task Write_ConnectionsKilledAgainAndAgain_NothingAcknowledgedIsLostAndNothingHalfWritten()
    {
        const int kills = 8;
        var grains = Rows.Many(64);
        using var enough = new CancellationTokenSource();
        var told = 0;

        var writers = grains.Select(async grain =>
        {
            var (number, etag) = (0, default(string));
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    await Storage.WriteAsync(grain, Text(number + 1), etag);
                    number++;
                    etag = Text(number);
                }
                catch (DbException)
                {
                    // As a grain would: the outcome is unknown, so the next activation reads what is true.
                    Interlocked.Increment(ref told);
                    var read = await ReadPatientlyAsync(grain);
                    var stored = read.RecordExists ? int.Parse(read.State!.Text, CultureInfo.InvariantCulture) : 0;
                    Assert.InRange(stored, number, number + 1);
                    (number, etag) = (stored, read.ETag);
                    Assert.Equal(number == 0 ? null : Text(number), etag);
                }
            }

            return number;
        }).ToList();
        await using var killer = await fixture.Silo.Store.DataSource.OpenConnectionAsync();
        for (var (killed, failures) = (0, 0); killed < kills;)
        {
            await using var command = killer.CreateCommand();
            command.CommandText = KillWriters;
            if ((long)(await command.ExecuteScalarAsync())! == 0 || Volatile.Read(ref told) == failures)
                continue;
            (killed, failures) = (killed + 1, told);
        }

        await enough.CancelAsync();
        var written = await Task.WhenAll(writers);

        output.WriteLine($"{told} writes were told of a failure, {written.Sum()} are stored");
        for (var grain = 0; grain < grains.Count; grain++)
        {
            var read = await Storage.ReadAsync(grains[grain]);
            Assert.Equal(written[grain], read.RecordExists ? int.Parse(read.State!.Text, CultureInfo.InvariantCulture) : 0);
        }

        await Task.WhenAll(grains.Select((grain, index) =>
            Storage.WriteAsync(grain, "afterwards", written[index] == 0 ? null : Text(written[index]))));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The connections that read are killed too, now and then.
    private async Task<GrainState<Note>> ReadPatientlyAsync(GrainId grain)
    {
        while (true)
        {
            try
            {
                return await Storage.ReadAsync(grain);
            }
            catch (DbException)
            {
                await Task.Yield();
            }
        }
    }
}
