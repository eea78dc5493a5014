using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Silo.Import;

/// <summary>Stores records in the grains of a running cluster. A venue is found again by its national identifier.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="ownerOf">Whose a venue is; null: whoever the import was started for.</param>
/// <param name="connection">What to close at the end, if anything.</param>
internal sealed class GrainImportTarget(
    IGrainFactory grains, Func<VenueRecord, OrganizationId>? ownerOf = null, IAsyncDisposable? connection = null) : IImportTarget
{
    private static readonly Actor Importer = new() { Subject = "import", Roles = [Role.Admin] };

    /// <summary>The venue that a national identifier becomes.</summary>
    public static VenueId VenueOf(string nationalId) => EntityIds.Of<VenueId>(IdSource.KeyOf("national-register", nationalId));

    /// <summary>The room that a name in such a venue becomes.</summary>
    public static RoomId RoomOf(string nationalId, string name) =>
        EntityIds.Of<RoomId>(IdSource.KeyOf("national-register", nationalId, name));

    /// <inheritdoc/>
    public async Task<string?> RefuseOwnerAsync(string ownerId, CancellationToken cancellationToken) =>
        !OrganizationId.TryParse(ownerId, out var owner) ? "is not the id of a municipality or a network"
        : await grains.Get(owner).GetAsync() is null ? "is not registered"
        : null;

    /// <inheritdoc/>
    public async Task<bool> HasVenueAsync(string ownerId, string venueId, CancellationToken cancellationToken) =>
        await grains.Get(VenueOf(venueId)).GetAsync() is not null;

    /// <inheritdoc/>
    public async Task<UpsertResult> UpsertVenueAsync(
        string ownerId, VenueRecord venue, bool dryRun, CancellationToken cancellationToken)
    {
        var outcome = await grains.Get(VenueOf(venue.Id)).ImportAsync(new ImportVenue
        {
            Actor = Importer,
            Owner = ownerOf?.Invoke(venue) ?? new OrganizationId(ownerId),
            DryRun = dryRun,
            Details = new VenueDetails
            {
                Name = venue.Name,
                Address = new Address
                {
                    Street = venue.AddressComplement is { } complement ? $"{venue.Street}, {complement}" : venue.Street,
                    PostalCode = venue.PostalCode,
                    City = venue.City,
                    InseeCode = venue.InseeCode,
                },
                Location = venue.Location is { } point ? new GeoPoint(point.Latitude, point.Longitude) : null,
                TimeZone = venue.TimeZone,
                OpeningHours = venue.Hours?.Week ?? [],
                OpeningHoursText = venue.HoursText,
                ClosedOnPublicHolidays = venue.Hours?.ClosedOnPublicHolidays ?? false,
            },
        });
        return ResultOf(outcome);
    }

    /// <inheritdoc/>
    public async Task<UpsertResult> UpsertRoomAsync(
        string ownerId, RoomRecord room, bool dryRun, CancellationToken cancellationToken)
    {
        var outcome = await grains.Get(RoomOf(room.VenueId, room.Name)).ImportAsync(new ImportRoom
        {
            Actor = Importer,
            Venue = VenueOf(room.VenueId),
            DryRun = dryRun,
            Details = new RoomDetails
            {
                Name = room.Name,
                Seats = room.Seats,
                Equipment = room.Equipment,
                Sharing = room.BySeats ? RoomSharing.BySeats : RoomSharing.Exclusive,
                Policy = BookingPolicy.Default with { Approval = room.OnRequest ? ApprovalMode.OnRequest : ApprovalMode.Instant },
            },
        });
        return ResultOf(outcome);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static UpsertResult ResultOf(Outcome<ImportedEntity> outcome) => outcome switch
    {
        { Value.Effect: ImportEffect.Added } => UpsertResult.Added,
        { Value.Effect: ImportEffect.Changed } => UpsertResult.Changed,
        { Value.Effect: ImportEffect.Unchanged } => UpsertResult.Unchanged,
        { Refusals: [InvalidInputRefusal refusal, ..] } => UpsertResult.Refused(refusal.Field, $"is refused: {refusal.Message}"),
        { Refusals: [var refusal, ..] } => UpsertResult.Refused("id", $"is refused: {refusal.Message}"),
        _ => throw new InvalidOperationException("A grain answered neither with an effect nor with a refusal."),
    };
}
