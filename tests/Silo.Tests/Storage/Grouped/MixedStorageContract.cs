using System.Globalization;
using Orleans.Storage;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>
/// Random writes and clears of few rows through three storages on one table at once: two that commit writes together, as
/// two silos have them, and the plain one. Of all that start from one version of a row exactly one counts, and each
/// storage reads what the others wrote.
/// </summary>
public abstract class MixedStorageContract(StoreFixture fixture, ITestOutputHelper output)
{
    private const int RowCount = 12;
    private const int Rounds = 40;
    private const int WritesARound = 60;

    [Fact]
    public async Task WriteAndClear_AtRandomThroughAll_EachVersionIsWonOnce()
    {
        var given = Environment.GetEnvironmentVariable("STORAGE_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"STORAGE_SEED={seed}");
        var dice = new Random(seed);
        await using var first = fixture.Silo.OpenGroupStorage();
        await using var second = fixture.Silo.OpenGroupStorage();
        IGrainStorage[] storages = [first, second, fixture.Silo.Storage];
        var grains = Rows.Many(RowCount);
        var rows = new Row[RowCount];
        for (var round = 0; round < Rounds; round++)
        {
            var attempts = Enumerable.Range(0, WritesARound).Select(number => Attempt(dice, rows, $"{round}-{number}")).ToList();
            var endings = await Rows.EndingsAsync(attempts.Select(attempt => attempt.Text is null
                ? storages[dice.Next(3)].ClearAsync(grains[attempt.Row], ETag(attempt.Version))
                : storages[dice.Next(3)].WriteAsync(grains[attempt.Row], attempt.Text, ETag(attempt.Version))));

            Assert.All(endings, ending => Assert.True(ending is null or InconsistentStateException, $"{ending}"));
            var won = attempts.Where((_, number) => endings[number] is null).ToList();
            for (var row = 0; row < RowCount; row++)
                rows[row] = Expected(rows[row], [.. won.Where(attempt => attempt.Row == row)], attempts, row);
            foreach (var storage in storages)
            {
                for (var row = 0; row < RowCount; row++)
                    Assert.Equal(rows[row], Row.Of(await storage.ReadAsync(grains[row])));
            }
        }
    }

    private static string? ETag(int version) => version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    // Mostly from the version that is stored; now and then from one that is past, or to come within the round.
    private static (int Row, int Version, string? Text) Attempt(Random dice, Row[] rows, string text)
    {
        var row = dice.Next(RowCount);
        var version = Math.Max(0, rows[row].Version + dice.Next(8) switch { 0 => -1, 1 => 1, _ => 0 });
        return (row, version, version > 0 && dice.Next(6) == 0 ? null : text);
    }

    // Those that won follow one another without a gap, and begin wherever one began from the stored version.
    private static Row Expected(
        Row before, List<(int Row, int Version, string? Text)> won, List<(int Row, int Version, string? Text)> attempts, int row)
    {
        won.Sort((one, other) => one.Version.CompareTo(other.Version));
        Assert.Equal(Enumerable.Range(before.Version, won.Count), won.Select(attempt => attempt.Version));
        Assert.Equal(attempts.Any(attempt => attempt.Row == row && attempt.Version == before.Version), won.Count > 0);
        return won.Count == 0 ? before : new Row(won[^1].Version + 1, won[^1].Text);
    }

    private readonly record struct Row(int Version, string? Text)
    {
        public static Row Of(GrainState<Note> read) => new(
            read.ETag is null ? 0 : int.Parse(read.ETag, CultureInfo.InvariantCulture),
            read.RecordExists ? read.State?.Text : null);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteMixedStorageTests(PlainSqliteFixture fixture, ITestOutputHelper output)
    : MixedStorageContract(fixture, output), IClassFixture<PlainSqliteFixture>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlMixedStorageTests(PlainPostgreSqlFixture fixture, ITestOutputHelper output)
    : MixedStorageContract(fixture, output), IClassFixture<PlainPostgreSqlFixture>;
