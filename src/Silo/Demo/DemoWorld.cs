using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Silo.Import;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Rooms;
using Scheduling.Silo.Import.Venues;

namespace Scheduling.Silo.Demo;

/// <summary>The Indre in small: its communes with their venues and rooms, two networks and four made-up advisors.</summary>
internal sealed class DemoWorld(IGrainFactory grains)
{
    private static readonly Actor Loader = new() { Subject = "demo", Roles = [Role.Admin] };

    /// <summary>La Poste.</summary>
    public static OrganizationId LaPoste { get; } = OrganizationId.OfNetwork("laposte");

    /// <summary>Emmaüs Connect.</summary>
    public static OrganizationId EmmausConnect { get; } = OrganizationId.OfNetwork("emmausconnect");

    /// <summary>The town hall of Ardentes.</summary>
    public static OrganizationId Ardentes { get; } = OrganizationId.OfMunicipality("36005");

    /// <summary>An advisor of La Poste.</summary>
    public static AdvisorId Camille { get; } = EntityIds.Of<AdvisorId>("camille");

    /// <summary>An advisor of Emmaüs Connect.</summary>
    public static AdvisorId Sofiane { get; } = EntityIds.Of<AdvisorId>("sofiane");

    /// <summary>A room of eight in the town hall of Ardentes that is booked without asking.</summary>
    public static RoomId PetiteSalle { get; } = GrainImportTarget.RoomOf("indre-ardentes-mairie", "Petite salle");

    /// <summary>Loads all of it; what is there already is left as it is.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await RegisterAsync(LaPoste, "La Poste");
        await RegisterAsync(EmmausConnect, "Emmaüs Connect");
        foreach (var (id, network, name) in new[]
        {
            (Camille, LaPoste, "Camille Martin"), (EntityIds.Of<AdvisorId>("lea"), LaPoste, "Léa Bernard"),
            (Sofiane, EmmausConnect, "Sofiane Petit"), (EntityIds.Of<AdvisorId>("ines"), EmmausConnect, "Inès Moreau"),
        })
        {
            await grains.Get(id).RegisterAsync(new RegisterAdvisor { Actor = Loader, Network = network, Name = name, TimeZone = "Europe/Paris" });
        }

        await using var venues = await CsvFile.OpenAsync(Sample("indre-lieux.csv"), NationalStandard.Columns, cancellationToken);
        await using var rooms = await CsvFile.OpenAsync(Sample("indre-salles.csv"), RoomLineReader.Columns, cancellationToken);
        await using var target = new DemoImportTarget(grains, RegisterAsync);
        var importer = new Importer(target, Ardentes.Value, dryRun: false);
        await foreach (var outcome in importer.VenuesAsync(venues, cancellationToken))
            Require(outcome);
        await foreach (var outcome in importer.RoomsAsync(rooms, cancellationToken))
            Require(outcome);
    }

    private static string Sample(string file) => Path.Combine(AppContext.BaseDirectory, "samples", file);

    private static void Require(LineOutcome outcome)
    {
        if (outcome.Rejections.Count > 0)
            throw new InvalidOperationException($"The sample line '{outcome.Key}' was rejected.");
    }

    // Registered already is as good.
    private Task RegisterAsync(OrganizationId id, string name) =>
        grains.Get(id).RegisterAsync(new RegisterOrganization { Actor = Loader, Name = name });
}
