using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

/// <summary>What a run leaves behind for the person who has to correct the file.</summary>
public sealed class ImportReportTests : IDisposable
{
    private readonly ImportRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Import_RejectedLines_AreQuarantinedAsTheyStood()
    {
        var rejected = VenueLine.WithId("b").And("code_postal", "36").And("nom", "Salle \"bleue\", dite l'Azur")
            .And("latitude", "");

        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("a"), rejected));

        Assert.Equal(
            [
                "line,field,reason," + VenueLine.Header,
                "3,code_postal|latitude,'36' is not five digits | is missing while the other coordinate is given,"
                    + "b,99936005000111,\"Salle \"\"bleue\"\", dite l'Azur\",Ardentes,36,"
                    + "2 place de la République,2026-03-31,"
                    + "36005,,,1.8290,,,,Mo-Fr 09:00-12:00,,,,,,,,,,,,,,,,,",
            ],
            rig.ReadLines("lieux.rejected.csv"));
    }

    [Fact]
    public async Task Import_CorrectedQuarantine_ImportsItAsItIs()
    {
        await rig.ImportAsync(
            rig.WriteVenues("lieux.csv", VenueLine.WithId("a"), VenueLine.WithId("b").And("code_postal", "36")));
        var lines = rig.ReadLines("lieux.rejected.csv");
        var corrected = rig.Write(
            "corrige.csv", lines[0], lines[1].Replace(",36,", ",36120,", StringComparison.Ordinal));

        var code = await rig.ImportAsync(corrected);

        Assert.Equal("Venues: 1 added, 0 changed, 0 unchanged, 0 rejected\n", rig.Output);
        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Equal(["a", "b"], rig.Target.Venues.Keys.Order());
    }

    [Fact]
    public async Task Import_StillWrongQuarantine_ReplacesItsOwnColumns()
    {
        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("b").And("code_postal", "36")));

        await rig.ImportAsync(rig.PathOf("lieux.rejected.csv"));

        Assert.StartsWith("2,code_postal,", rig.ReadLines("lieux.rejected.rejected.csv")[1], StringComparison.Ordinal);
        Assert.Equal("line,field,reason," + VenueLine.Header, rig.ReadLines("lieux.rejected.rejected.csv")[0]);
    }

    [Fact]
    public async Task Import_NothingRejectedAnyMore_RemovesTheEarlierReport()
    {
        await rig.ImportAsync(
            rig.WriteVenues("lieux.csv", VenueLine.WithId("b").And("code_postal", "36").And("typologie", "X")));
        Assert.True(File.Exists(rig.PathOf("lieux.rejected.csv")));
        Assert.True(File.Exists(rig.PathOf("lieux.warnings.csv")));

        await rig.ImportAsync(rig.WriteVenues("lieux.csv", VenueLine.WithId("b")));

        Assert.False(File.Exists(rig.PathOf("lieux.rejected.csv")));
        Assert.False(File.Exists(rig.PathOf("lieux.warnings.csv")));
    }

    [Fact]
    public async Task Import_ReportNamed_WritesItEvenWhenEmptyAndOverwrites()
    {
        var good = rig.WriteVenues("bon.csv", VenueLine.WithId("a"));
        var bad = rig.WriteVenues("mauvais.csv", VenueLine.WithId("b").And("nom", ""));
        var rooms = rig.WriteRooms("salles.csv", "b,Salle 1,8,,,");

        await rig.ImportAsync(bad, "--rooms", rooms, "--report", rig.PathOf("rapport.csv"));
        var first = rig.ReadLines("rapport.csv");
        await rig.ImportAsync(good, "--report", rig.PathOf("rapport.csv"));

        Assert.Equal(2, first.Length);
        Assert.StartsWith("2,nom,is missing,b,", first[1], StringComparison.Ordinal);
        Assert.Equal(2, rig.ReadLines("rapport.rooms.csv").Length);
        Assert.Equal("line,field,reason," + VenueLine.Header, Assert.Single(rig.ReadLines("rapport.csv")));
        Assert.False(File.Exists(rig.PathOf("bon.rejected.csv")));
    }

    [Fact]
    public async Task Import_Warnings_ImportsAndListsThem()
    {
        var venues = rig.WriteVenues(
            "lieux.csv", VenueLine.WithId("a").And("horaires", "sur rendez-vous").And("typologie", "MUNI|X"));

        var code = await rig.ImportAsync(venues);

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.Equal(
            $"""
            Warnings:
              lieux.csv line 2, horaires 'sur rendez-vous' is not understood at 'sur': kept as text, no opening hours
              lieux.csv line 2, typologie 'X' is not in the standard's list: this value is left out
              All of them: {rig.PathOf("lieux.warnings.csv")}

            Venues: 1 added, 0 changed, 0 unchanged, 0 rejected, 1 with warnings

            """,
            rig.Output);
        Assert.Equal(
            [
                "file,line,key,field,reason",
                "lieux.csv,2,a,horaires,"
                    + "\"'sur rendez-vous' is not understood at 'sur': kept as text, no opening hours\"",
                "lieux.csv,2,a,typologie,'X' is not in the standard's list: this value is left out",
            ],
            rig.ReadLines("lieux.warnings.csv"));
    }

    [Fact]
    public async Task Import_25RejectedLines_Shows20AndReportsAll()
    {
        var lines = Enumerable.Range(1, 25).Select(number => VenueLine.WithId($"v{number}").And("nom", "")).ToArray();

        await rig.ImportAsync(rig.WriteVenues("lieux.csv", lines));

        Assert.Contains("line 21, nom is missing\n  … and 5 more lines\n", rig.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("line 22,", rig.Output, StringComparison.Ordinal);
        Assert.Equal(26, rig.ReadLines("lieux.rejected.csv").Length);
    }

    [Fact]
    public async Task Import_ReportOverTheInput_IsRefused()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"));
        var before = rig.ReadLines("lieux.csv");

        var code = await rig.ImportAsync(venues, "--report", venues);

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.EndsWith(
            "would be used for two things at once: name another file, or another report with --report.\n",
            rig.Error,
            StringComparison.Ordinal);
        Assert.Equal(before, rig.ReadLines("lieux.csv"));
    }

    [Fact]
    public async Task Import_ReportInAMissingFolder_IsOneLineAndStoresNothing()
    {
        var venues = rig.WriteVenues("lieux.csv", VenueLine.WithId("a"));

        var code = await rig.ImportAsync(venues, "--report", rig.PathOf("absent/rapport.csv"));

        Assert.Equal(ImportCommand.NotRun, code);
        Assert.StartsWith(
            rig.PathOf("absent/rapport.warnings.csv") + " cannot be written: ", rig.Error, StringComparison.Ordinal);
        Assert.Empty(rig.Target.Venues);
    }

    [Fact]
    public async Task Import_TerminalSequencesInTheFile_AreNotPrinted()
    {
        await rig.ImportAsync(
            rig.WriteVenues("lieux.csv", VenueLine.WithId("a").And("code_postal", "\u001b[2J\u202E[red]")));

        Assert.Contains("code_postal '?[2J?[red]' is not five digits\n", rig.Output, StringComparison.Ordinal);
    }
}
