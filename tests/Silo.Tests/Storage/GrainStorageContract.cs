using System.Data.Common;
using Orleans.Runtime;
using Orleans.Storage;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>What every store must do; run against each of them.</summary>
public abstract class GrainStorageContract(StoreFixture fixture)
{
    private IGrainStorage Storage => fixture.Silo.Storage;

    [Fact]
    public async Task Write_ThenRead_ReturnsWhatWasWritten()
    {
        var grain = NewGrain();
        var written = New("été\0" + new string('x', 100_000));

        Assert.IsType(fixture.StorageType, Assert.IsType<CountedStorage>(Storage).Rows);
        await WriteAsync(grain, written);
        var read = await ReadAsync(grain);

        Assert.True(read.RecordExists);
        Assert.Equal(written.State, read.State);
        Assert.Equal(written.ETag, read.ETag);
        Assert.False((await ReadAsync(NewGrain())).RecordExists);
    }

    [Fact]
    public async Task Failure_OfTheDatabase_ReachesCallersInOtherSilos()
    {
        await using var connection = await fixture.Silo.Store.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM a_table_that_is_not_there";
        var thrown = await Assert.ThrowsAnyAsync<DbException>(() => command.ExecuteScalarAsync());
        var told = new OrleansException("Error from storage", thrown);

        var received = fixture.Silo.Serializer.Deserialize<Exception>(fixture.Silo.Serializer.SerializeToArray<Exception>(told))!;

        Assert.IsType(thrown.GetType(), received.InnerException);
        Assert.Equal(thrown.Message, received.InnerException!.Message);
        Assert.Contains(thrown.Message, $"{received}", StringComparison.Ordinal); // it can be logged
    }

    [Fact]
    public async Task Write_StaleVersion_IsRefusedAndChangesNothing()
    {
        var grain = NewGrain();
        await WriteAsync(grain, New("first"));
        var (fresh, stale) = (await ReadAsync(grain), await ReadAsync(grain));
        fresh.State = new Note { Text = "second" };
        await WriteAsync(grain, fresh);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => ClearAsync(grain, stale));

        Assert.Equal("second", (await ReadAsync(grain)).State?.Text);
    }

    [Fact]
    public async Task Write_VersionOfARowThatIsNotThere_IsRefused()
    {
        var grain = NewGrain();
        var ghost = New("ghost");
        ghost.ETag = "3";

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, ghost));

        Assert.False((await ReadAsync(grain)).RecordExists);
    }

    [Fact]
    public async Task Clear_ThenWrite_GoesOnFromTheNextVersion()
    {
        var grain = NewGrain();
        var state = New("first");
        await WriteAsync(grain, state);
        var stale = await ReadAsync(grain);

        await ClearAsync(grain, state);
        Assert.False((await ReadAsync(grain)).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, New("as if never there")));

        state.State = new Note { Text = "again" };
        await WriteAsync(grain, state);
        Assert.Equal(("again", "3"), ((await ReadAsync(grain)).State?.Text, state.ETag));
    }

    [Theory]
    [InlineData(2, 40)]
    [InlineData(16, 10)]
    public async Task Write_FirstWritesAtOnce_ExactlyOneWins(int writers, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var grain = NewGrain();
            var states = Enumerable.Range(0, writers).Select(writer => New($"writer {writer}")).ToList();

            var won = await Task.WhenAll(states.Select(state => TryWriteAsync(grain, state)));

            var winner = states[Assert.Single(Enumerable.Range(0, writers), writer => won[writer])];
            Assert.Equal(winner.State?.Text, (await ReadAsync(grain)).State?.Text);
        }
    }

    [Fact]
    public async Task Write_LaterWritesOfOneVersionAtOnce_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var grain = NewGrain();
            await WriteAsync(grain, New("first"));
            var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync(grain)));
            for (var reader = 0; reader < readers.Length; reader++)
                readers[reader].State = new Note { Text = $"reader {reader}" };

            var won = await Task.WhenAll(readers.Select(state => TryWriteAsync(grain, state)));

            var winner = readers[Assert.Single(Enumerable.Range(0, readers.Length), reader => won[reader])];
            Assert.Equal(winner.State?.Text, (await ReadAsync(grain)).State?.Text);
        }
    }

    [Fact]
    public async Task Write_NamesThatLookAlike_AreDifferentRows()
    {
        // By itself Orleans' provider takes each line's two for one row.
        (GrainId Grain, string State)[] places =
        [
            (Grain("room", "same"), "settings"), (Grain("venue", "same"), "settings"),
            (Grain("town", "01001"), "settings"), (Grain("town", "1001"), "settings"),
            (Grain("town", "2a004"), "settings"), (Grain("town", "2A004"), "settings"),
            (Grain("town", "12+x"), "settings"), (Grain("town", "012+x"), "settings"),
            (Grain("town", "6B29FC40CA471067B31D00DD010662DA"), "settings"),
            (Grain("town", "6b29fc40ca471067b31d00dd010662da"), "settings"),
            (Grain("room", "same"), "week-2027-W12"), (Grain("room", "same"), "Week-2027-W12"),
            (Grain("room", "salle d'été"), "settings"), (Grain("room", "salle d'éte\u0301"), "settings"),
        ];
        foreach (var (grain, state) in places)
            await Storage.WriteStateAsync(state, grain, New($"{grain} {state}"));

        foreach (var (grain, state) in places)
        {
            var read = new GrainState<Note>();
            await Storage.ReadStateAsync(state, grain, read);
            Assert.Equal($"{grain} {state}", read.State?.Text);
        }
    }

    [Fact]
    public async Task Write_ManyGrainsAtOnce_AllAreStored()
    {
        var grains = Enumerable.Range(0, 200).Select(_ => NewGrain()).ToList();

        await Task.WhenAll(grains.Select(grain => WriteAsync(grain, New(grain.ToString()))));

        Assert.All(await Task.WhenAll(grains.Select(ReadAsync)), state => Assert.Equal("1", state.ETag));
    }

    private static GrainId Grain(string type, string key) => GrainId.Create(GrainType.Create(type), IdSpan.Create(key));

    private static GrainId NewGrain() => Grain("room", Guid.NewGuid().ToString());

    private static GrainState<Note> New(string text) => new(new Note { Text = text });

    private async Task<bool> TryWriteAsync(GrainId grain, GrainState<Note> state)
    {
        try
        {
            await Task.Run(() => WriteAsync(grain, state));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private Task WriteAsync(GrainId grain, GrainState<Note> state) => Storage.WriteStateAsync("note", grain, state);

    private Task ClearAsync(GrainId grain, GrainState<Note> state) => Storage.ClearStateAsync("note", grain, state);

    private async Task<GrainState<Note>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Note>();
        await Storage.ReadStateAsync("note", grain, state);
        return state;
    }
}

/// <summary>A state to store.</summary>
[GenerateSerializer, Alias("scheduling.tests.note")]
public sealed record Note
{
    /// <summary>Anything.</summary>
    [Id(0)]
    public string Text { get; init; } = "";
}

/// <summary>On SQLite.</summary>
public sealed class SqliteGrainStorageTests(SqliteFixture fixture)
    : GrainStorageContract(fixture), IClassFixture<SqliteFixture>;

/// <summary>On SQLite, one commit a write.</summary>
public sealed class PlainSqliteGrainStorageTests(PlainSqliteFixture fixture)
    : GrainStorageContract(fixture), IClassFixture<PlainSqliteFixture>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlGrainStorageTests(PostgreSqlFixture fixture)
    : GrainStorageContract(fixture), IClassFixture<PostgreSqlFixture>;

/// <summary>On PostgreSQL, one commit a write.</summary>
public sealed class PlainPostgreSqlGrainStorageTests(PlainPostgreSqlFixture fixture)
    : GrainStorageContract(fixture), IClassFixture<PlainPostgreSqlFixture>;
