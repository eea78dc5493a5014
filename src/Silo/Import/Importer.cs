using System.Runtime.CompilerServices;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Rooms;
using Scheduling.Silo.Import.Venues;

namespace Scheduling.Silo.Import;

/// <summary>
/// One run: a venues file, then perhaps a rooms file, streamed into a target. It remembers the identifiers it has seen
/// and nothing else of a file. Outcomes come in the order of the lines.
/// </summary>
internal sealed class Importer(IImportTarget target, string ownerId, bool dryRun)
{
    /// <summary>How many upserts run at once.</summary>
    public const int AtOnce = 16;

    private readonly Dictionary<string, SeenVenue> venues = [];
    private readonly Dictionary<(string VenueId, string Name), int> rooms = [];

    /// <summary>Imports the venues of a file.</summary>
    public async IAsyncEnumerable<LineOutcome> VenuesAsync(
        CsvFile file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var outcome in ReadVenuesAsync(file, cancellationToken)
            .SelectInOrderAsync(AtOnce, UpsertVenueAsync, cancellationToken))
        {
            if (outcome.Rejections.Count == 0)
                venues[outcome.Key].Imported = true;
            yield return outcome;
        }
    }

    /// <summary>Imports the rooms of a file; their venues are in this run's venues file or already stored.</summary>
    public IAsyncEnumerable<LineOutcome> RoomsAsync(CsvFile file, CancellationToken cancellationToken = default) =>
        ReadRoomsAsync(file, cancellationToken).SelectInOrderAsync(AtOnce, UpsertRoomAsync, cancellationToken);

    private async IAsyncEnumerable<(CsvLine Line, VenueReading Reading)> ReadVenuesAsync(
        CsvFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in file.ReadLinesAsync(cancellationToken))
        {
            var reading = VenueLineReader.Read(line);
            if (reading.Id.Length > 0 && !venues.TryAdd(reading.Id, new SeenVenue(line.Number)))
                reading.Problems.Reject(NationalStandard.Id, $"is the same as on line {venues[reading.Id].Line}");
            yield return (line, reading);
        }
    }

    private async Task<LineOutcome> UpsertVenueAsync(
        (CsvLine Line, VenueReading Reading) read, CancellationToken cancellationToken)
    {
        var (line, (id, venue, problems)) = read;
        if (venue is null || problems.Rejections.Count > 0)
            return LineOutcome.Rejected(line, id, problems);
        var result = await target.UpsertVenueAsync(ownerId, venue, dryRun, cancellationToken);
        return LineOutcome.Of(line, id, result, problems);
    }

    private async IAsyncEnumerable<(CsvLine Line, RoomReading Reading)> ReadRoomsAsync(
        CsvFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in file.ReadLinesAsync(cancellationToken))
        {
            var reading = RoomLineReader.Read(line);
            var key = (reading.VenueId, reading.Name);
            if (reading.VenueId.Length > 0 && reading.Name.Length > 0 && !rooms.TryAdd(key, line.Number))
                reading.Problems.Reject(RoomLineReader.Name, $"is the same as on line {rooms[key]}, in the same venue");
            yield return (line, reading);
        }
    }

    private async Task<LineOutcome> UpsertRoomAsync(
        (CsvLine Line, RoomReading Reading) read, CancellationToken cancellationToken)
    {
        var (line, (venueId, name, room, problems)) = read;
        var key = $"{venueId} / {name}";
        if (room is null || problems.Rejections.Count > 0)
            return LineOutcome.Rejected(line, key, problems);

        var seen = venues.GetValueOrDefault(venueId);
        if (seen is not { Imported: true } && !await target.HasVenueAsync(ownerId, venueId, cancellationToken))
        {
            problems.Reject(RoomLineReader.VenueId, seen is null
                ? "names a venue that is neither in the venues file nor known"
                : $"names a venue that was rejected, on line {seen.Line} of the venues file");
            return LineOutcome.Rejected(line, key, problems);
        }

        var result = await target.UpsertRoomAsync(ownerId, room, dryRun, cancellationToken);
        return LineOutcome.Of(line, key, result, problems);
    }

    private sealed class SeenVenue(int line)
    {
        public int Line { get; } = line;

        public bool Imported { get; set; }
    }
}
