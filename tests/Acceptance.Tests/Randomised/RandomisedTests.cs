using System.Globalization;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>
/// Ten thousand calls of all kinds by everybody at once, while the server is killed again and again. In the end the auditor
/// finds the three sentences of the design true of what is in storage, and everything that anybody was told is still true.
/// SCHEDULING_SEED repeats a run's calls, though not how they meet.
/// </summary>
public sealed class RandomisedTests(ITestOutputHelper output) : IDisposable
{
    private const int Operations = 10_000;
    private const int Kills = 4;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Run_KilledAgainAndAgain_EndsSoundAndKeepsEveryAnswer()
    {
        var given = Environment.GetEnvironmentVariable("SCHEDULING_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"SCHEDULING_SEED={seed}");
        var dice = new Random(seed);
        var options = Server.Options(_folder);
        var server = await Server.StartAsync(options);
        try
        {
            var (world, journal) = (await RunWorld.FoundAsync(server), new Journal());
            RunClient[] clients =
                [.. world.Advisors.Select((advisor, i) => new RunClient(world, journal, advisor, new Random(unchecked(seed + i + 1))))];
            var turns = 0;
            for (var round = 1; round <= Kills; round++)
            {
                // Somewhere in this round's share of the calls, and in the middle of many.
                var until = Operations * (round - 1) / (Kills + 1) + dice.Next(Operations / (Kills + 1) / 2, Operations / (Kills + 1));
                var killing = server;
                var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await Task.WhenAll([.. clients.Select(client => client.RunAsync(server, () =>
                {
                    if (Interlocked.Increment(ref turns) == until)
                        _ = KillAsync(killing, killed);
                    return true;
                })), killed.Task]);
                await server.DisposeAsync();
                server = await Server.StartAsync(options);
                output.WriteLine($"round {round}: killed after {until} calls");
                // Nobody waits for the other: what was under way is repeated while others go on.
            }

            await Task.WhenAll(clients.Select(client => client.RunAsync(server, () => Interlocked.Increment(ref turns) <= Operations)));
            await Task.WhenAll(clients.Select(client => client.FinishAsync(server)));

            output.WriteLine($"{journal}");
            var state = await FinalState.ReadAsync(server, world, journal);
            var audit = await SiloProcess.RunAsync(options, "audit");
            output.WriteLine(audit.Output);
            string[] untrue = [.. journal.Wrong, .. new Explanation(journal, state).Check()];
            Assert.True(untrue.Length == 0, string.Join('\n', untrue));
            Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
            // The auditor saw the very bookings that the API tells of.
            Assert.Contains($"\n{state.ById.Count} bookings, ", audit.Output, StringComparison.Ordinal);
            AssertWorthWatching(journal);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private static async Task KillAsync(Server server, TaskCompletionSource killed)
    {
        await server.Silo.KillAsync();
        killed.SetResult();
    }

    // A run in which hardly anything succeeds proves nothing.
    private static void AssertWorthWatching(Journal journal)
    {
        Assert.InRange(journal.Operations.Count + journal.Reads, Operations * 9 / 10, Operations + 200);
        Assert.All(journal.Operations.GroupBy(operation => operation.Mutation), of =>
            Assert.True(of.Count(operation => operation.IsAccepted) >= 10, $"{of.Key} was hardly ever accepted"));
        Assert.Contains(journal.Operations, operation => operation is { Sent: > 1, IsAccepted: true });
    }
}
