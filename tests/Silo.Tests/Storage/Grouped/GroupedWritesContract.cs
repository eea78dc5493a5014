using System.Data.Common;
using System.Globalization;
using Orleans.Storage;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>What must be true of writes that are committed together, on each database.</summary>
public abstract class GroupedWritesContract(StoreFixture fixture)
{
    private IGrainStorage Storage => fixture.Silo.Storage;

    /// <summary>Makes the database refuse every row whose key has this in it.</summary>
    private protected abstract string RefusePoison { get; }

    [Fact]
    public async Task Write_64CallersAtOnce_EveryWriteCounts()
    {
        const int rounds = 25;
        var grains = Rows.Many(64);

        await Task.WhenAll(grains.Select(async grain =>
        {
            for (var round = 0; round < rounds; round++)
                await Storage.WriteAsync(grain, $"{round}", round == 0 ? null : Text(round));
        }));

        foreach (var grain in grains)
        {
            var read = await Storage.ReadAsync(grain);
            Assert.Equal((Text(rounds), $"{rounds - 1}"), (read.ETag, read.State?.Text));
        }
    }

    [Fact]
    public async Task Write_OneOfManyIsStale_OnlyItsCallerIsRefused()
    {
        var grains = Rows.Many(100);
        await Task.WhenAll(grains.Select(grain => Storage.WriteAsync(grain, "first")));
        await Storage.WriteAsync(grains[40], "of another activation", "1");

        var endings = await Rows.EndingsAsync(grains.Select(grain => Storage.WriteAsync(grain, "second", "1")));

        Assert.IsType<InconsistentStateException>(endings[40]);
        Assert.All(endings.Where((_, grain) => grain != 40), Assert.Null);
        Assert.Equal("of another activation", (await Storage.ReadAsync(grains[40])).State?.Text);
        Assert.Equal("second", (await Storage.ReadAsync(grains[41])).State?.Text);
    }

    [Fact]
    public async Task Write_OneOfManyIsRefusedByTheDatabase_FailsAlone()
    {
        await ExecuteAsync(RefusePoison);
        var grains = Rows.Many(100);
        grains[40] = Rows.New("poison");

        var endings = await Rows.EndingsAsync(grains.Select(grain => Storage.WriteAsync(grain, "first")));

        Assert.IsAssignableFrom<DbException>(endings[40]);
        Assert.All(endings.Where((_, grain) => grain != 40), Assert.Null);
        Assert.False((await Storage.ReadAsync(grains[40])).RecordExists);
    }

    [Fact]
    public async Task Write_TableGoneForAWhile_IsToldAndGoesOnAfterwards()
    {
        var grains = Rows.Many(50);
        await Task.WhenAll(grains.Select(grain => Storage.WriteAsync(grain, "first")));
        await ExecuteAsync("ALTER TABLE grain_state RENAME TO grain_state_away");

        var endings = await Rows.EndingsAsync(grains.Select(grain => Storage.WriteAsync(grain, "second", "1")));

        Assert.All(endings, ending => Assert.IsAssignableFrom<DbException>(ending));
        await ExecuteAsync("ALTER TABLE grain_state_away RENAME TO grain_state");
        await Task.WhenAll(grains.Select(grain => Storage.WriteAsync(grain, "third", "1")));
        Assert.Equal("third", (await Storage.ReadAsync(grains[0])).State?.Text);
    }

    [Fact]
    public async Task Dispose_WritesWaiting_AreStoredFirstAndLaterOnesRefused()
    {
        var storage = fixture.Silo.OpenGroupStorage();
        var grains = Rows.Many(1_000);
        var writes = grains.Select(grain =>
            storage.WriteStateAsync("note", grain, new GrainState<Note>(new Note { Text = "kept" }))).ToList();

        await storage.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal("kept", (await Storage.ReadAsync(grains[^1])).State?.Text);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => storage.WriteAsync(Rows.New(), "too late"));
    }

    /// <summary>Sends a statement to the database.</summary>
    private protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await fixture.Silo.Store.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
