using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

/// <summary>The files in samples/ are what a first user imports: nothing of them may be rejected.</summary>
public sealed class SampleFilesTests : IDisposable
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");

    private readonly ImportRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task Import_SampleFiles_RejectsNothingAndWarnsOnlyOfHours()
    {
        var code = await ImportSamplesAsync();

        Assert.Equal(ImportCommand.AllImported, code);
        Assert.EndsWith(
            "Venues: 28 added, 0 changed, 0 unchanged, 0 rejected, 3 with warnings\n"
            + "Rooms: 37 added, 0 changed, 0 unchanged, 0 rejected\n",
            rig.Output,
            StringComparison.Ordinal);
        Assert.Equal(
            ["indre-chateauroux-france-services", "indre-argenton-ccas", "indre-eguzon-mairie"],
            rig.ReadLines("rapport.warnings.csv").Skip(1).Select(line => line.Split(',')[2]));
    }

    [Fact]
    public async Task Import_SampleFiles_ShowEveryCaseAReaderShouldSee()
    {
        await ImportSamplesAsync();
        var venues = rig.Target.Venues.Values;

        Assert.Equal(2, venues.Count(venue => venue is { HoursText: not null, Hours: null }));
        Assert.Single(venues, venue => venue.HoursText is null);
        Assert.Single(venues, venue => venue.Location is null);
        Assert.All(venues, venue => Assert.StartsWith("36", venue.InseeCode, StringComparison.Ordinal));
        Assert.Contains(rig.Target.Rooms.Values, room => room is { BySeats: true, Seats: 8 });
        Assert.Contains(rig.Target.Rooms.Values, room => room.OnRequest);
        Assert.Equal(
            ["Petite salle", "Salle du conseil"],
            rig.Target.Rooms.Keys.Where(key => key.VenueId == "indre-ardentes-mairie").Select(key => key.Name).Order());
    }

    private Task<int> ImportSamplesAsync() => rig.ImportAsync(
        Path.Combine(Samples, "indre-lieux.csv"),
        "--rooms",
        Path.Combine(Samples, "indre-salles.csv"),
        "--report",
        rig.PathOf("rapport.csv"));
}
