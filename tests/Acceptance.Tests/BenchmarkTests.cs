using System.Diagnostics;

namespace Scheduling.Acceptance.Tests;

/// <summary>The benchmarks run. How fast is not judged here: this machine has other work to do.</summary>
public sealed class BenchmarkTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Occupancy_FewSubscribers_PrintsEveryRowAndVerdictAndEverybodyIsUpToDate()
    {
        var run = await RunAsync("occupancy", "--subscribers", "20", "--rounds", "2");

        // 1: run, but a figure is not met.
        Assert.True(run.ExitCode is 0 or 1, run.Errors);
        Assert.Matches(@"(?m)^scheduling( +\d+ ms){5}( +-?[\d.]+ KB){2}$", run.Output);
        Assert.Matches(@"(?m)^bare broadcast( +\d+ ms){5}( +-?[\d.]+ KB){2}$", run.Output);
        Assert.Contains("met      every subscriber has every room's latest state: 20 of 20 have\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^(not )?met +99 of 100 within 250 ms: ", run.Output);
        Assert.Matches("(?m)^(not )?met +the last within 3 times the bare broadcast's: ", run.Output);
        Assert.Matches("(?m)^(not )?met +an idle subscriber under 40 KB: ", run.Output);
    }

    // Some fifteen servers are started, which takes minutes: run before a change of the benchmarks is released.
    [Fact(Explicit = true)]
    public async Task Suite_TinyWorlds_EveryWorkloadRunsAndEveryAnswerIsRight()
    {
        using var folder = new TempFolder();

        var run = await RunAsync("suite", "--tiny", "--output", folder.Path);

        // 1: run, but a figure is not met.
        Assert.True(run.ExitCode is 0 or 1, run.Errors);
        for (var number = 1; number <= 8; number++)
            Assert.Matches($@"(?m)^W{number} .* (met|short)$", run.Output);
        Assert.DoesNotContain("WRONG", run.Output, StringComparison.Ordinal);
        string[] facts =
        [
            "bookings, silos: 1", "bookings, silos: 2", "cold start until it answers", "memory of an active room", "memory of an idle booking",
            "allocation for a booking", "first look at a room with 1 years of history",
        ];
        foreach (var fact in facts)
            Assert.Matches($@"(?m)^{fact} +-?[\d.,]+ (/s|ms|bytes)$", run.Output);
        Assert.Matches(@"(?m)^W1 baseline: for each booking [\d.]+ transactions, [\d.]+ rows written, [\d,]+ bytes of WAL$", run.Output);
        Assert.Single(Directory.GetFiles(folder.Path, "*.json"));
    }

    [Theory]
    [InlineData("suite", "--only", "W9")]
    [InlineData("suite", "--rounds", "0")]
    [InlineData()]
    [InlineData("occupancy", "--subscribers", "many")]
    [InlineData("occupancy", "--rounds")]
    public async Task Run_WrongArguments_SaysWhatThereIs(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.ErrorLine);
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => ProcessResult.RunAsync(
        new ProcessStartInfo(BuiltProgram.Find("benchmarks/Scheduling.Benchmarks", "Scheduling.Benchmarks"), arguments), s_patience);
}
