using System.Collections.Concurrent;
using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

/// <summary>A target in memory that answers asynchronously and counts how many calls run at once.</summary>
internal sealed class MemoryTarget : IImportTarget
{
    private int inFlight;

    public const string Owner = "36005";

    public ConcurrentDictionary<string, VenueRecord> Venues { get; } = [];

    public ConcurrentDictionary<(string VenueId, string Name), RoomRecord> Rooms { get; } = [];

    public int MaxInFlight { get; private set; }

    public int Upserts { get; private set; }

    public Func<VenueRecord, UpsertResult?> RefuseVenue { get; init; } = _ => null;

    public Func<Task> BeforeUpsert { get; init; } = static async () => await Task.Yield();

    public Task<string?> RefuseOwnerAsync(string ownerId, CancellationToken cancellationToken) =>
        Task.FromResult(ownerId == Owner ? null : "no municipality or network has this id.");

    public Task<UpsertResult> UpsertVenueAsync(
        string ownerId, VenueRecord venue, bool dryRun, CancellationToken cancellationToken) =>
        CountedAsync(() => RefuseVenue(venue) ?? Upsert(Venues, venue.Id, venue, SameVenue, dryRun));

    public Task<bool> HasVenueAsync(string ownerId, string venueId, CancellationToken cancellationToken) =>
        Task.FromResult(Venues.ContainsKey(venueId));

    public Task<UpsertResult> UpsertRoomAsync(
        string ownerId, RoomRecord room, bool dryRun, CancellationToken cancellationToken) =>
        CountedAsync(() => Upsert(Rooms, (room.VenueId, room.Name), room, SameRoom, dryRun));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static UpsertResult Upsert<TKey, TValue>(
        ConcurrentDictionary<TKey, TValue> stored, TKey key, TValue value, Func<TValue, TValue, bool> same, bool dryRun)
        where TKey : notnull
    {
        var found = stored.TryGetValue(key, out var earlier);
        if (!dryRun)
            stored[key] = value;
        return !found ? UpsertResult.Added : same(earlier!, value) ? UpsertResult.Unchanged : UpsertResult.Changed;
    }

    // Arrays compare by reference inside records, so they are compared apart.
    private static bool SameVenue(VenueRecord one, VenueRecord other) =>
        one with { Hours = null } == other with { Hours = null }
        && one.Hours?.ClosedOnPublicHolidays == other.Hours?.ClosedOnPublicHolidays
        && (one.Hours?.Week ?? []).SequenceEqual(other.Hours?.Week ?? []);

    private static bool SameRoom(RoomRecord one, RoomRecord other) =>
        one with { Equipment = [] } == other with { Equipment = [] } && one.Equipment.SequenceEqual(other.Equipment);

    private async Task<UpsertResult> CountedAsync(Func<UpsertResult> upsert)
    {
        lock (Venues)
        {
            Upserts++;
            MaxInFlight = Math.Max(MaxInFlight, ++inFlight);
        }

        await BeforeUpsert();
        var result = upsert();
        lock (Venues)
            inFlight--;
        return result;
    }
}
