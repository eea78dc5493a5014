using Scheduling.Benchmarks;
using Scheduling.Benchmarks.Occupancy;
using Scheduling.Benchmarks.Servers;
using Scheduling.Benchmarks.Storage;
using Scheduling.Benchmarks.Suite;

try
{
    return args switch
    {
        ["occupancy", .. var options] => await OccupancyBenchmark.RunAsync(OccupancyOptions.Read(options), Console.Out),
        ["storage", .. var options] => await StorageBenchmark.RunAsync(StorageOptions.Read(options), Console.Out),
        ["suite", .. var options] => await SuiteBenchmark.RunAsync(SuiteOptions.Read(options), Console.Out),
        // Not for people: what the product is compared with, in a process of its own.
        [BareServer.Command] => await BareServer.RunAsync(),
        _ => throw new UsageException(
            "Say which: occupancy [--subscribers N] [--rounds N], storage [--seconds N] [--rounds N] [--postgres CONNECTION], "
            + "or suite [--only W1,W3] [--rounds N] [--seconds N] [--quick]"),
    };
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
