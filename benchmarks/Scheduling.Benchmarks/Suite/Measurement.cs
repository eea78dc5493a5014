using Npgsql;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;

namespace Scheduling.Benchmarks.Suite;

/// <summary>Plays a workload on two servers in turns.</summary>
internal static class Measurement
{
    // Before anything is known: some workloads make something for every so many requests.
    private const int GuessPerSecond = 1_000;
    // A round may turn out faster than the ones before.
    private const double Reserve = 1.5;
    // The runtime compiles what runs often anew, the more of it the larger a program is: warm is who gets no faster any more.
    private const double Faster = 1.03;
    private const int NoFasterAtLeast = 2;

    /// <summary>Warms both up, then alternates; who begins changes with each round.</summary>
    public static async Task<WorkloadFigures> RunAsync(Workload workload, Pair pair, SuiteOptions options)
    {
        await using var first = await SideAsync(workload, pair, pair.First, options);
        await using var second = await SideAsync(workload, pair, pair.Second, options);
        // Both before either is warm: a checkpoint makes whoever writes next write whole pages to the log.
        await first.SettleAsync();
        await second.SettleAsync();
        await first.WarmUpAsync(options);
        await second.WarmUpAsync(options);
        var difference = workload.Compare is null ? null : await workload.Compare(pair);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var side in round % 2 == 1 ? (Side[])[first, second] : [second, first])
                await side.PlayAsync(options.Time, round, counts: true);
        }

        if (difference is not null)
            first.Rounds[0] = first.Rounds[0].WithMisses(1, difference);
        return new WorkloadFigures(workload).With(pair.First, first.Rounds, pair.Second, second.Rounds);
    }

    private static async Task<Side> SideAsync(Workload workload, Pair pair, Target target, SuiteOptions options) =>
        new(target, workload.Start(pair, target), await ClosedLoop.ConnectAsync(target.Urls, options.Connections));

    private sealed class Side(Target target, IWorkloadRun run, ClosedLoop loop) : IAsyncDisposable
    {
        private readonly NpgsqlDataSource? _database = target.Database is { } database ? NpgsqlDataSource.Create(database) : null;
        private double _perSecond = GuessPerSecond;

        public List<RoundFigures> Rounds { get; } = [];

        /// <summary>Plays uncounted until it gets no faster.</summary>
        public async Task WarmUpAsync(SuiteOptions options)
        {
            await PlayAsync(options.WarmUp, round: 0, counts: false);
            var (best, noFaster) = (_perSecond, 0);
            // Rounds of their own, so that nobody asks for the same things twice.
            for (var round = -1; noFaster < NoFasterAtLeast && options.WarmUp - (round * options.WarmUpStep) <= options.WarmUpAtMost; round--)
            {
                await PlayAsync(options.WarmUpStep, round, counts: false);
                noFaster = _perSecond > best * Faster ? 0 : noFaster + 1;
                best = Math.Max(best, _perSecond);
            }
        }

        public async Task PlayAsync(TimeSpan time, int round, bool counts)
        {
            await run.BeginAsync((int)(_perSecond * time.TotalSeconds * Reserve));
            // What autovacuum does within a minute or so: without statistics of a table that was just filled, searches took twenty
            // times as long, by chance in one round or another.
            await RunAsync("ANALYZE");
            var before = await DatabaseWorkAsync();
            var figures = await loop.RunAsync(run, time, seed: round);
            var after = await DatabaseWorkAsync();
            var (wrong, example) = await run.VerifyAsync();
            _perSecond = figures.Throughput;
            figures = figures.WithMisses(wrong, example);
            if (counts || figures.Wrong > 0)
                Rounds.Add(figures with { Database = after is null ? null : after - before! });
        }

        /// <summary>What was made for the workload is tidied, and on disk.</summary>
        public async Task SettleAsync()
        {
            await RunAsync("VACUUM");
            await RunAsync("CHECKPOINT");
        }

        public async ValueTask DisposeAsync()
        {
            loop.Dispose();
            if (_database is not null)
                await _database.DisposeAsync();
        }

        private async Task RunAsync(string chore)
        {
            if (_database is null)
                return;
            await using var command = _database.CreateCommand(chore);
            await command.ExecuteNonQueryAsync();
        }

        private async Task<DatabaseWork?> DatabaseWorkAsync()
        {
            if (_database is null)
                return null;
            await using var question = _database.CreateCommand(
                "SELECT xact_commit, tup_inserted + tup_updated + tup_deleted, (pg_current_wal_insert_lsn() - '0/0')::bigint "
                + "FROM pg_stat_database WHERE datname = current_database()");
            await using var row = await question.ExecuteReaderAsync();
            await row.ReadAsync();
            return new DatabaseWork(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        }
    }
}
