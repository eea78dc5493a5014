using System.Diagnostics;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Servers;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;
using Scheduling.Benchmarks.Worlds;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Suite;

/// <summary>Figures of the product beside the workloads.</summary>
internal static class Reports
{
    private const string Silos = "silos", Memory = "memory", Activation = "activation";
    private const int BookingsPerRoom = 10;

    /// <summary>What they are called.</summary>
    public static IReadOnlyList<string> Ids { get; } = [Silos, Memory, Activation];

    /// <summary>Those that are wanted.</summary>
    public static async IAsyncEnumerable<Fact> RunAsync(PostgresServer postgres, SuiteOptions options)
    {
        var plan = new WorldPlan(options.Rooms, 2 * options.Rooms);
        if (options.Wants(Silos))
            await foreach (var fact in SilosAsync(postgres, plan, options))
                yield return fact;
        if (options.Wants(Memory))
            await foreach (var fact in MemoryAsync(postgres, plan))
                yield return fact;
        if (options.Wants(Activation))
            await foreach (var fact in ActivationAsync(postgres, plan, options))
                yield return fact;
    }

    // All on this machine: what is measured is what coordination costs, not what more machines bring.
    private static async IAsyncEnumerable<Fact> SilosAsync(PostgresServer postgres, WorldPlan plan, SuiteOptions options)
    {
        await using var cluster = Pair.Empty(plan);
        var database = await postgres.CreateDatabaseAsync();
        var world = await cluster.MakeAsync(database);
        for (var silos = 1; silos <= options.Silos; silos++)
        {
            var target = await cluster.RestartAsync($"cluster-{silos}", world, database, silos);
            // Each has to compile everything for itself, on the same processors.
            yield return await PlayAsync(
                $"bookings, silos: {silos}", target, new Bookings(plan, target), options.WarmUp * (silos * silos), seed: 100 * silos, options);
            await cluster.StopAsync();
        }
    }

    private static async IAsyncEnumerable<Fact> MemoryAsync(PostgresServer postgres, WorldPlan plan)
    {
        await using var cluster = Pair.Empty(plan);
        var database = await postgres.CreateDatabaseAsync();
        var world = await cluster.MakeAsync(database);
        var cold = Stopwatch.StartNew();
        var target = await cluster.RestartAsync("memory", world, database, metrics: true);
        yield return new Fact("cold start until it answers", cold.Elapsed.TotalMilliseconds, "ms");
        var first = Stopwatch.StartNew();
        await Filling.RunAsync(target, [new Slot(0, 0, 60, 0)]);
        yield return new Fact("first booking after a cold start", first.Elapsed.TotalMilliseconds, "ms");

        var empty = await ServerMemory.AfterCollectingAsync(target.Process, target.Url);
        await AskEachAsync(target, plan, week: 0);
        var rooms = await ServerMemory.AfterCollectingAsync(target.Process, target.Url);
        yield return new Fact("memory of an active room", (rooms - empty).Per(plan.Rooms).Used, "bytes");

        Slot[] SlotsOf(int week) =>
        [
            .. from room in Enumerable.Range(0, plan.Rooms)
               from hour in Enumerable.Range(0, BookingsPerRoom)
               select new Slot(room, 2 * room, week, hour),
        ];
        // The first make the advisors active and the code compiled.
        await Filling.RunAsync(target, SlotsOf(week: 0));
        var before = (Used: await ServerMemory.AfterCollectingAsync(target.Process, target.Url), Allocated: await ServerMemory.AllocatedAsync(target.Url));
        await Filling.RunAsync(target, SlotsOf(week: 1));
        var allocated = await ServerMemory.AllocatedAsync(target.Url) - before.Allocated;
        var after = await ServerMemory.AfterCollectingAsync(target.Process, target.Url);
        var count = plan.Rooms * BookingsPerRoom;
        yield return new Fact("memory of an idle booking", (after - before.Used).Per(count).Used, "bytes");
        yield return new Fact("allocation for a booking", (double)allocated / count, "bytes");
    }

    private static async IAsyncEnumerable<Fact> ActivationAsync(PostgresServer postgres, WorldPlan plan, SuiteOptions options)
    {
        await using var cluster = Pair.Empty(plan);
        var database = await postgres.CreateDatabaseAsync();
        var world = await cluster.MakeAsync(database);
        foreach (var years in (int[])[0, options.HistoryYears])
        {
            if (years > 0)
                await History.WriteAsync(world, database, years);
            var ticks = await AskEachAsync(await cluster.RestartAsync($"activation-{years}", world, database), plan, week: 0);
            // The first half compiles.
            var later = ticks[(ticks.Length / 2)..].Order().ToArray();
            yield return new Fact($"first look at a room with {years} years of history", 1000.0 * later[later.Length / 2] / Stopwatch.Frequency, "ms");
            await cluster.StopAsync();
        }
    }

    /// <summary>How much a server does in a second: the median of the rounds that follow a warm-up.</summary>
    /// <exception cref="InvalidOperationException">It told something wrong.</exception>
    internal static async Task<Fact> PlayAsync(string what, Target target, IWorkloadRun run, TimeSpan warmUp, int seed, SuiteOptions options)
    {
        using var loop = await ClosedLoop.ConnectAsync(target.Urls, options.Connections);
        await loop.RunAsync(run, warmUp, seed);
        var rounds = new List<RoundFigures>();
        for (var round = 1; round <= options.Rounds; round++)
            rounds.Add(await loop.RunAsync(run, options.Time, seed + round));
        var (wrong, example) = await run.VerifyAsync();
        if (wrong + rounds.Sum(round => round.Wrong) > 0)
            throw new InvalidOperationException($"{what}: {example ?? rounds.Find(round => round.Wrong > 0)?.Complaint}");
        return new Fact(what, Spread.Of(rounds.Select(round => round.Throughput)).Median, "/s");
    }

    // One after the other, each room for the first time.
    private static async Task<long[]> AskEachAsync(Target target, WorldPlan plan, int week)
    {
        using var connection = new Connection(target.Url);
        await connection.OpenAsync();
        var (request, ticks) = (new RequestBuffer(), new long[plan.Rooms]);
        for (var room = 0; room < plan.Rooms; room++)
        {
            target.Calendar(request, room, week, advisor: 0);
            var start = Stopwatch.GetTimestamp();
            var answer = await connection.SendAsync(request.Bytes);
            ticks[room] = Stopwatch.GetTimestamp() - start;
            if (!answer.Has("\"state\":\""u8))
                throw new InvalidOperationException(answer.ToString());
        }

        return ticks;
    }
}
