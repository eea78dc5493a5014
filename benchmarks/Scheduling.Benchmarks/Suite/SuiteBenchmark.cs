using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;
using Scheduling.Benchmarks.Worlds;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Suite;

/// <summary>Everything that is compared with the baseline, in one run.</summary>
internal static class SuiteBenchmark
{
    // As one would run it for either: durable, and with memory for what is read again and again.
    private const string PostgresSettings =
        "-c max_connections=200 -c shared_buffers=1GB -c effective_cache_size=4GB -c max_wal_size=4GB -c checkpoint_timeout=30min "
        + "-c random_page_cost=1.1 -c jit=off -c fsync=on -c synchronous_commit=on";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when everything is met, 1 when not.</returns>
    public static async Task<int> RunAsync(SuiteOptions options, TextWriter output)
    {
        var wanted = Workload.All.Where(workload => options.Wants(workload.Id)).ToList();
        await using var postgres = PostgresServer.With(PostgresSettings);
        await postgres.InitializeAsync();
        var figures = new List<WorkloadFigures>();
        var facts = new List<Fact>();
        foreach (var stage in wanted.GroupBy(workload => workload.Stage))
        {
            await output.WriteLineAsync($"Preparing {stage.Key}: {PlanOf(stage.Key, options)}");
            await using var pair = await PrepareAsync(stage.Key, postgres, options);
            foreach (var workload in stage)
            {
                var measured = await Measurement.RunAsync(workload, pair, options);
                figures.Add(measured);
                await output.WriteLineAsync(SuiteTable.Line(measured));
            }

            if (stage.Key == Stage.Town)
            {
                await foreach (var fact in Floor.MeasureAsync(pair, PlanOf(stage.Key, options), options))
                {
                    facts.Add(fact);
                    await output.WriteLineAsync(fact.ToString());
                }
            }
        }

        await foreach (var fact in Reports.RunAsync(postgres, options))
        {
            facts.Add(fact);
            await output.WriteLineAsync(fact.ToString());
        }

        var report = new SuiteReport(options, figures, facts);
        await output.WriteLineAsync();
        await output.WriteAsync(SuiteTable.Of(report));
        await output.WriteLineAsync($"\nFigures: {await report.SaveAsync()}");
        return figures.TrueForAll(workload => workload.IsMet) ? 0 : 1;
    }

    private static WorldPlan PlanOf(Stage stage, SuiteOptions options)
    {
        var rooms = stage == Stage.Region ? options.RegionRooms : options.Rooms;
        return new WorldPlan(rooms, 2 * options.Rooms);
    }

    private static Task<Pair> PrepareAsync(Stage stage, PostgresServer postgres, SuiteOptions options) => stage switch
    {
        Stage.Town or Stage.Region => Pair.OnPostgresAsync(postgres, PlanOf(stage, options)),
        Stage.History => Pair.WithHistoryAsync(postgres, PlanOf(stage, options), options.HistoryYears),
        Stage.Embedded => Pair.OnSqliteAsync(PlanOf(stage, options)),
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };
}
