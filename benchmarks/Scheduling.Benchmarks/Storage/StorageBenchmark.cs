using System.Globalization;
using Npgsql;
using Scheduling.Silo.Hosting;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Storage;

/// <summary>Grain storage by itself: one commit a write against one commit for what waits, in turns in one run.</summary>
internal static class StorageBenchmark
{
    private static readonly int[] Callers = [64, 256];

    /// <summary>Measures, and prints a table.</summary>
    public static async Task<int> RunAsync(StorageOptions options, TextWriter output)
    {
        await output.WriteLineAsync("| store | callers | plain, writes/s | grouped, writes/s | grouped / plain |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        using (var folder = new TempFolder())
        {
            await CompareAsync(
                options, output, StorageProvider.Sqlite, name => Task.FromResult($"Data Source={folder.File($"{name}.db")}"));
        }

        if (options.PostgreSql is { } server)
            await CompareAsync(options, output, StorageProvider.PostgreSql, name => CreateAsync(server, name));
        return 0;
    }

    private static async Task CompareAsync(
        StorageOptions options, TextWriter output, StorageProvider provider, Func<string, Task<string>> place)
    {
        await using var plain = await MeasuredStorage.StartAsync(provider, await place("plain"), groupCommit: false);
        await using var grouped = await MeasuredStorage.StartAsync(provider, await place("grouped"), groupCommit: true);
        WriteLoad[] loads = [new WriteLoad(plain.Storage), new WriteLoad(grouped.Storage)];
        foreach (var load in loads)
            await load.PrepareAsync();
        foreach (var callers in Callers)
        {
            List<double>[] rates = [[], []];

            // The first round warms up.
            for (var round = 0; round <= options.Rounds; round++)
            {
                foreach (var (load, measured) in loads.Zip(rates))
                {
                    var rate = await load.MeasureAsync(callers, TimeSpan.FromSeconds(options.Seconds));
                    if (round > 0)
                        measured.Add(rate);
                }
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {provider} | {callers} | {Text(rates[0])} | {Text(rates[1])} | {Median(rates[1]) / Median(rates[0]):F1} |"));
        }
    }

    private static string Text(List<double> rates) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(rates):F0} ({rates.Min():F0} to {rates.Max():F0})");

    private static double Median(List<double> rates)
    {
        var sorted = rates.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task<string> CreateAsync(string server, string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(server);
        await using var source = NpgsqlDataSource.Create(settings);
        await using var create = source.CreateCommand($"CREATE DATABASE storage_{name}_{Environment.ProcessId}");
        await create.ExecuteNonQueryAsync();
        settings.Database = $"storage_{name}_{Environment.ProcessId}";
        return settings.ConnectionString;
    }
}
