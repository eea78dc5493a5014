using System.Diagnostics;
using System.Net;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// The embedded store when its files can grow no more: nothing is acknowledged that is not stored, reads go on, and the same
/// process serves again as soon as there is room.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly Slot s_before = Slot.On(Slot.Monday, "09:00", "10:00");
    private static readonly Slot s_full = Slot.On(Slot.Monday, "11:00", "12:00");

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Full_SqliteStore_WritesAreUnknownReadsGoOnAndItComesBackByItself()
    {
        await using var server = await Server.StartAsync(Server.Options(_folder));
        var town = await Town.FoundAsync(server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Always));
        var lead = await town.Post.HireAsync();
        var before = (await lead.BookAsync(room, s_before)).Accepted().Text("booking.id");
        Assert.Equal((HttpStatusCode.OK, "{}"), await ReadyAsync(server));

        await LimitFilesAsync(server, "4096:");
        Assert.Equal(["OUTCOME_UNKNOWN"], (await lead.BookAsync(room, s_full, key: "full")).Codes());
        Assert.Equal(["OUTCOME_UNKNOWN"], (await lead.CancelAsync(before, key: "cancel")).Codes());

        var (status, reasons) = await ReadyAsync(server);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("cannot be written", reasons, StringComparison.Ordinal);
        using (var live = await server.Anonymous.GetAsync("health/live"))
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal("CONFIRMED", (await lead.FindAsync(before)).Text("status"));
        var there = Assert.Single(await town.BookingsAsync(room, Slot.Days(Slot.Monday, 1)));
        Assert.Equal(before, there.Text("id"));

        await LimitFilesAsync(server, "unlimited:");
        using (var patience = new CancellationTokenSource(s_patience))
        {
            while ((await ReadyAsync(server)).Status != HttpStatusCode.OK)
                Assert.False(patience.IsCancellationRequested, "It is not ready again.");
        }

        // Whoever was left without an answer repeats with the same key, and has it once.
        var made = (await lead.BookAsync(room, s_full, key: "full")).Accepted().Text("booking.id");
        Assert.Equal(made, (await lead.BookAsync(room, s_full, key: "full")).Accepted().Text("booking.id"));
        (await lead.CancelAsync(before, key: "cancel")).Accepted();
        Assert.Equal([made], (await town.BookingsAsync(room, Slot.Days(Slot.Monday, 1)))
            .Where(booking => booking.Text("status") == "CONFIRMED").Select(booking => booking.Text("id")));
        var audit = await SiloProcess.RunAsync(server.Silo.Options, "audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    // The soft limit only: it can be lifted again.
    private static async Task LimitFilesAsync(Server server, string size)
    {
        var start = new ProcessStartInfo("prlimit", [$"--pid={server.Silo.Id}", $"--fsize={size}"]);
        var result = await ProcessResult.RunAsync(start, s_patience);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private static async Task<(HttpStatusCode Status, string Reasons)> ReadyAsync(Server server)
    {
        using var ready = await server.Anonymous.GetAsync("health/ready");
        var body = new Answer(ready.StatusCode, await ready.Content.ReadAsStringAsync());
        return (body.Status, body.Json.At("reasons").GetRawText());
    }
}
