using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>Asks cells for candidates. One of this silo has posted its list, and is asked itself only when it has not.</summary>
internal sealed class CellReader(IGrainFactory grains, Board<string, CellReading> board)
{
    /// <inheritdoc cref="IDirectoryCellGrain.CandidatesAsync"/>
    public ValueTask<ImmutableArray<Candidate>> CandidatesAsync(string cell, RoomQuery query) =>
        board.TryRead(cell, out var reading) ? new(reading.Candidates(query)) : new(grains.DirectoryCell(cell).CandidatesAsync(query));
}
