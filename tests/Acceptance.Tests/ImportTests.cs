using System.Diagnostics;
using System.Globalization;

namespace Scheduling.Acceptance.Tests;

/// <summary>The import command against a store at rest and against a running server.</summary>
public sealed class ImportTests(ITestOutputHelper output) : IDisposable
{
    private const string Ardentes = "municipality-36005";
    private const int NationalLines = 10_000;
    private const int GrowthMbMax = 300;

    private static readonly string s_venues = Path.Combine(AppContext.BaseDirectory, "samples", "indre-lieux.csv");
    private static readonly string s_rooms = Path.Combine(AppContext.BaseDirectory, "samples", "indre-salles.csv");

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Import_StoreAtRest_AddsOnceAndTheRoomsCanBeBooked()
    {
        var options = Server.Options(_folder);
        await using (var server = await WithArdentesAsync(options))
            Assert.Equal(0, await server.StopAsync());

        await AssertImportAsync(
            options,
            "Venues: 28 added, 0 changed, 0 unchanged, 0 rejected, 3 with warnings",
            "Rooms: 37 added, 0 changed, 0 unchanged, 0 rejected");
        await AssertImportAsync(
            options,
            "Venues: 0 added, 0 changed, 28 unchanged, 0 rejected, 3 with warnings",
            "Rooms: 0 added, 0 changed, 37 unchanged, 0 rejected");

        await using (var server = await Server.StartAsync(options))
            await AssertBookableAsync(server);
    }

    [Fact]
    public async Task Import_RunningServer_GoesThroughItAndDryRunChangesNothing()
    {
        await using var server = await WithArdentesAsync(Server.Options(_folder));

        await AssertImportAsync(
            server.Silo.Options, "Venues: 28 added", "Rooms: 37 added", "Dry run: nothing was stored.", "--dry-run");
        Assert.Empty(await VenuesAsync(server));
        await AssertImportAsync(server.Silo.Options, "Venues: 28 added", "Rooms: 37 added");
        Assert.Equal(28, (await VenuesAsync(server)).Count);
        await AssertImportAsync(
            server.Silo.Options, "Venues: 0 added, 0 changed, 28 unchanged", "Rooms: 0 added, 0 changed, 37 unchanged");

        Assert.Equal(28, (await VenuesAsync(server)).Count);
        await AssertBookableAsync(server);
    }

    [Theory]
    [InlineData("municipality-98735", "is not registered")]
    [InlineData("Ardentes", "is not the id of a municipality or a network")]
    public async Task Import_UnknownOwner_IsRefusedInOneLine(string owner, string reason)
    {
        var result = await SiloProcess.RunAsync(Server.Options(_folder), "import", s_venues, "--owner", owner);

        Assert.Equal(2, result.ExitCode);
        var line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(owner, line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NationalFileIntoARunningServer_TakesBoundedMemory()
    {
        var file = _folder.File("france.csv");
        await NationalFile.WriteAsync(file, NationalLines);
        await using var server = await WithArdentesAsync(Server.Options(_folder));
        var (before, began) = (PeakMb(server), Stopwatch.GetTimestamp());

        var result = await SiloProcess.RunAsync(server.Silo.Options, "import", file, "--owner", Ardentes);

        output.WriteLine($"{NationalLines} lines in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s; the server took {before} MB and then {PeakMb(server)} MB");
        Assert.Contains($"Venues: {NationalLines} added, 0 changed, 0 unchanged, 0 rejected", result.Output,
            StringComparison.Ordinal);
        Assert.InRange(PeakMb(server) - before, 0, GrowthMbMax);
        var last = await server.Admin.QueryAsync(
            "query($after: String) { municipality(inseeCode: \"36005\") { venues(first: 100, after: $after) { nodes { name } pageInfo { hasNextPage } } } }",
            new { after = $"{NationalLines - 2}" });
        Assert.StartsWith("Lieu numérique", Assert.Single(last.List("municipality.venues.nodes")).Text("name"));
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private static async Task<Server> WithArdentesAsync(SiloOptions options)
    {
        var server = await Server.StartAsync(options);
        (await server.Admin.MutateAsync("registerMunicipality",
            new { inseeCode = "36005", name = "Mairie d'Ardentes" })).Accepted();
        return server;
    }

    private static async Task AssertImportAsync(SiloOptions options, params string[] expected)
    {
        var dryRun = expected.Where(text => text.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var result = await SiloProcess.RunAsync(options,
            ["import", s_venues, "--owner", Ardentes, "--rooms", s_rooms, .. dryRun]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        foreach (var text in expected.Except(dryRun))
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> VenuesAsync(Server server) =>
        (await server.Admin.QueryAsync(
        "{ municipality(inseeCode: \"36005\") { venues(first: 100) { nodes { id name rooms { id } } } } }"))
            .List("municipality.venues.nodes");

    // Near Ardentes, by distance: the sample's town hall comes first.
    private static async Task AssertBookableAsync(Server server)
    {
        var slot = Slot.On(await WorkdayAsync(server), "09:30", "11:00");
        var found = await server.Display.QueryAsync(
            "query($where: AvailableRoomsInput!) { availableRooms(where: $where) { nodes { id name seats venue { name } } } }",
            new
            {
                where =
                new { during = slot.Input, seats = 8, near = new { latitude = 46.7422, longitude = 1.829 } }
            });
        var room = found.List("availableRooms.nodes").First(room => room.Text("name") == "Petite salle");
        Assert.Equal("Mairie d'Ardentes", room.Text("venue.name"));
        var advisor = await (await Network.FoundAsync(server, "La Poste")).HireAsync();
        (await advisor.BookAsync(room.Text("id"), slot, seats: 8)).Accepted();
    }

    // Imported venues do not open on public holidays, and no two Mondays so far apart are holidays both.
    private static async Task<NodaTime.LocalDate> WorkdayAsync(Server server)
    {
        var holidays = (await server.Display.QueryAsync(
            "query($d: PeriodInput!) { municipality(inseeCode: \"36005\") { venues(first: 1) { nodes { daysOff(during: $d) { date } } } } }",
            new { d = Slot.Days(Slot.Monday, 1).Input })).List("municipality.venues.nodes").Single().List("daysOff");
        return holidays.Count == 0 ? Slot.Monday : Slot.Monday.PlusDays(14);
    }

    private static int PeakMb(Server server)
    {
        var line = File.ReadLines($"/proc/{server.Silo.Id}/status")
            .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) / 1024;
    }
}
