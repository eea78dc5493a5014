namespace Scheduling.Silo.Import;

/// <summary>
/// Where checked records go. Up to 16 calls run at once, never two for one venue or one room. Storing the same record
/// again changes nothing and answers <see cref="Upserted.Unchanged"/>. With <c>dryRun</c> the answer is what would
/// happen, and nothing is stored. A failure that is not the record's fault is thrown and ends the import.
/// </summary>
internal interface IImportTarget : IAsyncDisposable
{
    /// <summary>Why this owner can have no venues (unknown, not a municipality or network), or null.</summary>
    Task<string?> RefuseOwnerAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>Adds or changes the venue with the record's <see cref="VenueRecord.Id"/>.</summary>
    Task<UpsertResult> UpsertVenueAsync(
        string ownerId, VenueRecord venue, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Whether a venue with this national identifier is stored.</summary>
    Task<bool> HasVenueAsync(string ownerId, string venueId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds or changes the room with the record's venue and name. In a dry run its venue may be one that the same run
    /// would have added.
    /// </summary>
    Task<UpsertResult> UpsertRoomAsync(
        string ownerId, RoomRecord room, bool dryRun, CancellationToken cancellationToken);
}

/// <summary>What an upsert did.</summary>
internal enum Upserted
{
    Refused,
    Added,
    Changed,
    Unchanged,
}

/// <summary>The answer of an upsert; <see cref="Refusal"/> is there exactly when it was refused.</summary>
internal sealed record UpsertResult
{
    private UpsertResult(Upserted outcome, LineProblem? refusal) => (Outcome, Refusal) = (outcome, refusal);

    public static UpsertResult Added { get; } = new(Upserted.Added, null);

    public static UpsertResult Changed { get; } = new(Upserted.Changed, null);

    public static UpsertResult Unchanged { get; } = new(Upserted.Unchanged, null);

    public Upserted Outcome { get; }

    public LineProblem? Refusal { get; }

    /// <summary>A refusal: the column at fault, and the end of a sentence that begins with that column.</summary>
    public static UpsertResult Refused(string field, string reason) =>
        new(Upserted.Refused, new LineProblem(field, reason));
}
