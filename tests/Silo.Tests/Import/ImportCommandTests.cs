using System.Text;
using Scheduling.Silo.Import;
using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Tests.Import;

public sealed class ImportCommandTests : IDisposable
{
    private readonly ImportRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Import_GoodFiles_AddsEverything()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b"));
        var rooms = rig.WriteRooms("salles.csv", "a,Salle 1,8,écran|wifi,BY_SEATS,ON_REQUEST", "b,Salle 1,12,,,");

        var code = await rig.ImportAsync(venues, "--rooms", rooms);

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Equal(
            "Venues: 2 added, 0 changed, 0 unchanged, 0 rejected\nRooms: 2 added, 0 changed, 0 unchanged, 0 rejected\n",
            rig.Output);
        Assert.Equal("", rig.Error);
        Assert.Equal(["a", "b"], rig.Target.Venues.Keys.Order());
        Assert.Equal([("a", "Salle 1"), ("b", "Salle 1")], rig.Target.Rooms.Keys.Order());
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        var venues = rig.WriteVenues(
            "lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b").And("horaires", "sur rendez-vous"));
        var rooms = rig.WriteRooms("salles.csv", "a,Salle 1,8,écran|wifi,,");
        await rig.ImportAsync(venues, "--rooms", rooms);

        var code = await rig.ImportAsync(venues, "--rooms", rooms);

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Contains(
            "Venues: 0 added, 0 changed, 2 unchanged, 0 rejected, 1 with warnings\n",
            rig.Output,
            StringComparison.Ordinal);
        Assert.Contains("Rooms: 0 added, 0 changed, 1 unchanged, 0 rejected\n", rig.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ChangedLine_ChangesThatOneOnly()
    {
        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b")));

        var changed = VenueLine.WithId("a").And("horaires", "Mo 10:00-11:00");
        await rig.ImportAsync(rig.WriteVenues("lieux.csv", changed, VenueLine.WithId("b")));

        Assert.Equal("Venues: 0 added, 1 changed, 1 unchanged, 0 rejected\n", rig.Output);
    }

    [Fact]
    public async Task Import_SameIdWithOtherBlanks_IsADuplicate()
    {
        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("a b"), VenueLine.WithId(" a\u00A0 b ")));

        Assert.Contains("lieux.csv line 3, id is the same as on line 2\n", rig.Output, StringComparison.Ordinal);
        Assert.Equal(["a b"], rig.Target.Venues.Keys);
    }

    [Fact]
    public async Task Import_DryRun_TellsTheSameAndStoresNothing()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"));
        var rooms = rig.WriteRooms("salles.csv", "a,Salle 1,8,,,");

        var code = await rig.ImportAsync(venues, "--rooms", rooms, "--dry-run");

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Equal(
            "Venues: 1 added, 0 changed, 0 unchanged, 0 rejected\nRooms: 1 added, 0 changed, 0 unchanged, 0 rejected\n"
            + "Dry run: nothing was stored.\n",
            rig.Output);
        Assert.Empty(rig.Target.Venues);
        Assert.Empty(rig.Target.Rooms);
    }

    [Fact]
    public async Task Import_RejectedLines_ImportsTheRestAndTellsEach()
    {
        var venues = rig.WriteVenues(
            "lieux.csv",
            VenueLine.WithId("a"),
            VenueLine.WithId("b").And("code_postal", "1000").And("latitude", ""),
            VenueLine.WithId("c").And("nom", "Salle \"bleue\", dite l'Azur\n2e étage"),
            VenueLine.WithId("a"));
        var rooms = rig.WriteRooms(
            "salles.csv", "a,Salle 1,0,,,", "b,Salle 1,8,,,", "z,Salle 1,8,,,", "a,Salle 2,8,,,", "a,Salle 2,9,,,");

        var code = await rig.ImportAsync(venues, "--rooms", rooms);

        Assert.Equal(ImportCommand.SomeRejected, code);
        Assert.Equal(
            $"""
            Rejected:
              lieux.csv line 3, code_postal '1000' is not five digits; a spreadsheet may have dropped the zero of 01000
              lieux.csv line 3, latitude is missing while the other coordinate is given
              lieux.csv line 6, id is the same as on line 2
              salles.csv line 2, seats '0' is not a number of seats from 1 up
              salles.csv line 3, venue_id names a venue that was rejected, on line 3 of the venues file
              salles.csv line 4, venue_id names a venue that is neither in the venues file nor known
              salles.csv line 6, name is the same as on line 5, in the same venue
              All of them: {rig.PathOf("lieux.rejected.csv")}, {rig.PathOf("salles.rejected.csv")}

            Venues: 2 added, 0 changed, 0 unchanged, 2 rejected
            Rooms: 1 added, 0 changed, 0 unchanged, 4 rejected

            """,
            rig.Output);
        Assert.Equal(["a", "c"], rig.Target.Venues.Keys.Order());
        Assert.Equal(8, rig.Target.Rooms[("a", "Salle 2")].Seats);
    }

    [Fact]
    public async Task Import_TargetRefuses_RejectsTheLine()
    {
        var refusal = UpsertResult.Refused("id", "belongs to another owner");
        using var refusing = new ImportRig
        {
            Target = new MemoryTarget { RefuseVenue = venue => venue.Id == "b" ? refusal : null },
        };

        var code = await refusing.ImportAsync(
            refusing.WriteVenues("lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b")));

        Assert.Equal(ImportCommand.SomeRejected, code);
        Assert.Contains("lieux.csv line 3, id belongs to another owner\n", refusing.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Venues: 1 added, 0 changed, 0 unchanged, 1 rejected\n", refusing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RoomOfAVenueStoredEarlier_IsImported()
    {
        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("a")));

        var others = rig.WriteVenues("autres.csv", VenueLine.WithId("b"));
        var code = await rig.ImportAsync(others, "--rooms", rig.WriteRooms("salles.csv", "a,Salle 1,8,,,"));

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Equal([("a", "Salle 1")], rig.Target.Rooms.Keys);
    }

    [Fact]
    public async Task Import_UnknownColumns_AreNotedOnce()
    {
        var venues = rig.Write("lieux.csv", VenueLine.Header + ",couleur,taille", VenueLine.WithId("a") + ",bleu,12");

        await rig.ImportAsync(venues);

        Assert.Equal(
            "lieux.csv: ignored columns couleur, taille\nVenues: 1 added, 0 changed, 0 unchanged, 0 rejected\n",
            rig.Output);
    }

    [Fact]
    public async Task Import_WrongUsage_IsOneLineAndOpensNothing()
    {
        var code = await rig.RunAsync("lieux.csv");

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.Equal(
            $"--owner is missing: name the municipality or network that owns the venues. {ImportArguments.Usage}\n",
            rig.Error);
        Assert.Equal("", rig.Output);
        Assert.False(rig.TargetOpened);
    }

    [Fact]
    public async Task Import_Help_PrintsTheUsage()
    {
        Assert.Equal(ImportCommand.AllImported, await rig.RunAsync("--help"));

        Assert.Equal(ImportArguments.Usage + "\n", rig.Output);
    }

    [Fact]
    public async Task Import_UnknownOwner_IsOneLineAndStoresNothing()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"));

        var code = await rig.RunAsync(venues, "--owner", "99999");

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.Equal("--owner '99999': no municipality or network has this id.\n", rig.Error);
        Assert.Empty(rig.Target.Venues);
    }

    [Fact]
    public async Task Import_RoomsFileWithoutItsColumns_ImportsNoVenueEither()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"));

        var code = await rig.ImportAsync(venues, "--rooms", rig.Write("salles.csv", "venue_id,nom", "a,Salle 1"));

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.Equal("salles.csv lacks the required columns name, seats.\n", rig.Error);
        Assert.False(rig.TargetOpened);
    }

    [Fact]
    public async Task Import_FileThatBreaksOff_TellsWhatWasImported()
    {
        var content = $"{VenueLine.Header}\n{VenueLine.WithId("a")}\nb,\"{new string('x', 3 << 20)}";

        var code = await rig.ImportAsync(rig.WriteBytes("lieux.csv", Encoding.UTF8.GetBytes(content)));

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.Equal("lieux.csv cannot be read from line 3 on: a quoted value seems never to end.\n", rig.Error);
        Assert.Equal(["a"], rig.Target.Venues.Keys);
        Assert.Equal("Venues: 1 added, 0 changed, 0 unchanged, 0 rejected\n", rig.Output);
    }

    [Fact]
    public async Task Import_OnATerminal_ShowsABarForEachFile()
    {
        using var terminal = new ImportRig { Terminal = true };
        var venues = terminal.WriteVenues("lieux.csv", VenueLine.WithId("a"));

        await terminal.ImportAsync(venues, "--rooms", terminal.WriteRooms("salles.csv", "a,Salle 1,8,,,"));

        Assert.Contains("100%", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("lieux.csv", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("salles.csv", terminal.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "Rooms: 1 added, 0 changed, 0 unchanged, 0 rejected\n", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_TargetFails_ThrowsAndKeepsWhatWasStored()
    {
        using var failing = new ImportRig
        {
            Target = new MemoryTarget { RefuseVenue = venue => venue.Id == "c" ? throw new TimeoutException() : null },
        };
        var venues = failing.WriteVenues(
            "lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b").And("nom", ""), VenueLine.WithId("c"));

        await Assert.ThrowsAsync<TimeoutException>(() => failing.ImportAsync(venues));

        Assert.Equal(["a"], failing.Target.Venues.Keys);
        Assert.Equal(2, failing.ReadLines("lieux.rejected.csv").Length);
    }

    [Fact]
    public void Columns_OfTheStandard_Are32()
    {
        var columns = Scheduling.Silo.Import.Venues.NationalStandard.Columns;

        Assert.Equal(32, columns.Required.Concat(columns.Optional).Select(CsvHeader.Key).Distinct().Count());
    }
}
