using System.Globalization;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// SIGKILL in the middle of work: clients book, cancel and publish, and write down every answer. Whatever was
/// acknowledged is there afterwards, nothing overlaps, and whoever repeats with the same key ends with one booking.
/// </summary>
public sealed class CrashTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 3;

    private readonly TempFolder _folder = new();

    [Fact]
    public Task Kill_OnSqlite_LosesNothingAcknowledged() => RunAsync(Server.Options(_folder));

    [Fact]
    public async Task Kill_OnPostgreSql_LosesNothingAcknowledged() =>
        await RunAsync(Server.Options(_folder, await postgres.CreateDatabaseAsync()));

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(SiloOptions options)
    {
        var given = Environment.GetEnvironmentVariable("CRASH_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"CRASH_SEED={seed}");
        var dice = new Random(seed);
        var server = await Server.StartAsync(options);
        try
        {
            var town = await Town.FoundAsync(server);
            var venue = await town.VenueAsync(Town.Always);
            var rooms =
                new List<string> { await town.RoomAsync(venue, name: "A"), await town.RoomAsync(venue, name: "B") };
            Advisor[] advisors = [.. await town.Post.HireAsync(4), .. await town.Emmaus.HireAsync(4)];
            var work = new CrashWork(dice.Next());
            for (var round = 0; round < Rounds; round++)
            {
                var killAt = dice.Next(30, 250);
                await work.UntilKilledAsync(server, town.On(server), venue, rooms, advisors, killAt);
                await server.DisposeAsync();
                server = await Server.StartAsync(options);
                advisors = [.. advisors.Select(advisor => new Advisor(server, advisor.Id))];
                output.WriteLine($"round {round}: killed after {killAt} answers; {work}");

                await work.FinishAsync(town.On(server), venue, advisors);
                await work.AssertKeptAsync(server, town.On(server), venue, advisors);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
