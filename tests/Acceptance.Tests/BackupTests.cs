using System.Net;
using Npgsql;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// A backup while people work, more work, and back to that moment, as docs/backup.md says it is done. What was there then is
/// there, what came later is not, and a screen that was on all the time never sees a version go back.
/// </summary>
public sealed class BackupTests(PostgresServer postgres) : IDisposable
{
    private static readonly Slot s_kept = Slot.On(Slot.Monday, "09:00", "10:00");
    private static readonly Slot s_lost = Slot.On(Slot.Monday, "11:00", "12:00");
    private static readonly Slot s_moved = Slot.On(Slot.Monday, "14:00", "15:00");

    private readonly TempFolder _folder = new();

    [Fact]
    public Task Restore_SqliteBackup_IsThatMomentAndVersionsGrow()
    {
        var backup = _folder.File("backup.db");
        var options = AtOneAddress(Server.Options(_folder));
        return RunAsync(options, BackUpAsync, RestoreAsync);

        async Task BackUpAsync()
        {
            var made = await SiloProcess.RunAsync(options, "backup", "backup.db");
            Assert.True(made.ExitCode == 0, made.Errors);
            Assert.StartsWith($"{backup}: ", made.Output, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
            // None is ever overwritten.
            var again = await SiloProcess.RunAsync(options, "backup", "backup.db");
            Assert.Equal(1, again.ExitCode);
            Assert.Contains("is there already", again.ErrorLine, StringComparison.Ordinal);
        }

        Task RestoreAsync()
        {
            foreach (var part in new[] { "", "-wal", "-shm" })
                File.Delete(_folder.File($"data/scheduling.db{part}"));
            File.Copy(backup, _folder.File("data/scheduling.db"));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Restore_PostgreSqlDump_IsThatMomentAndVersionsGrow()
    {
        var database = await postgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        var dump = _folder.File("scheduling.dump");
        await RunAsync(
            AtOneAddress(Server.Options(_folder, database)),
            () => postgres.RunClientAsync("pg_dump", "--format=custom", "--exclude-table-data=cluster_silo", $"--file={dump}", name),
            async () =>
            {
                await postgres.RunClientAsync("dropdb", "--force", name);
                await postgres.RunClientAsync("createdb", name);
                await postgres.RunClientAsync("pg_restore", "--exit-on-error", "--single-transaction", $"--dbname={name}", dump);
            });
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    // So that a screen finds it again.
    private static SiloOptions AtOneAddress(SiloOptions options) => options with
    {
        Settings = new Dictionary<string, string>(options.Settings) { ["urls"] = $"http://127.0.0.1:{FreePorts.Take(1)[0]}" },
    };

    private static async Task RunAsync(SiloOptions options, Func<Task> backUp, Func<Task> restore)
    {
        var server = await Server.StartAsync(options);
        try
        {
            var town = await Town.FoundAsync(server);
            var venue = await town.VenueAsync(Town.Always);
            var room = await town.RoomAsync(venue);
            var lead = await town.Post.HireAsync();
            await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, server, venue);
            var kept = (await lead.BookAsync(room, s_kept)).Accepted().Text("booking.id");
            await UntilAsync(screen, room, s_kept);

            using (var others = new CancellationTokenSource())
            {
                var working = WorkAsync(town, venue, others.Token);
                await backUp();
                await others.CancelAsync();
                await working;
            }

            // More versions are told than the record of the backup knows of, booking and screen alike.
            var lost = (await lead.BookAsync(room, s_lost)).Accepted().Text("booking.id");
            var moved = (await lead.Caller.MutateAsync("rescheduleBooking", new { bookingId = kept, period = s_moved.Input })).Accepted();
            await UntilAsync(screen, room, s_lost);

            Assert.Equal(0, await server.StopAsync());
            await server.DisposeAsync();
            await restore();
            await AssertSoundAsync(options);
            server = await Server.StartAsync(options);
            lead = new Advisor(server, lead.Id);
            town = town.On(server);

            var found = await lead.FindAsync(kept);
            Assert.Equal(s_kept, Slot.Of(found.At("period")));
            Assert.True((await lead.Caller.QueryAsync("query($id: ID!) { booking(id: $id) { id } }", new { id = lost })).IsNull("booking"));
            var stale = await lead.Caller.MutateAsync("rescheduleBooking",
                new { bookingId = kept, period = s_moved.Input, expectedVersion = moved.Number("booking.version") });
            Assert.Equal(["STALE_VERSION"], stale.Codes());
            // The screen has come back by itself, and fails on a version that is not above those it has seen.
            await UntilAsync(screen, room, s_kept);
            (await lead.BookAsync(room, s_lost)).Accepted();
            await lead.CancelAsync(kept);
            await UntilAsync(screen, room, s_lost);
            using (var ready = await server.Anonymous.GetAsync("health/ready"))
                Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            await AssertSoundAsync(options);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    // Somebody books and cancels elsewhere in the building until told to stop.
    private static async Task WorkAsync(Town town, string venue, CancellationToken stop)
    {
        var room = await town.RoomAsync(venue, name: "Autre");
        var lead = await town.Emmaus.HireAsync();
        for (var day = 0; !stop.IsCancellationRequested; day++)
        {
            var made = (await lead.BookAsync(room, s_kept.Later(day % 300))).Accepted();
            (await lead.CancelAsync(made.Text("booking.id"))).Accepted();
        }
    }

    private static async Task UntilAsync(Screen screen, string room, Slot next)
    {
        while (true)
        {
            var shown = await screen.NextAsync();
            if (shown.Text("room.id") == room && !shown.IsNull("until") && Slot.Instant(shown.Text("until")) == next.From)
                return;
        }
    }

    private static async Task AssertSoundAsync(SiloOptions options)
    {
        var store = options.Arguments().Where(argument => argument.StartsWith("--Storage", StringComparison.Ordinal)
            || argument.StartsWith("--ConnectionStrings", StringComparison.Ordinal));
        var audit = await SiloProcess.RunAsync(options, ["audit", .. store]);
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}
