using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>Asks cells for rooms that fit. One of this silo has posted its list, and is asked itself only when it has not.</summary>
internal sealed class CellReader(IGrainFactory grains, Board<string, CellReading> board)
{
    /// <summary>Places of these cells that a search reaches; of a cell that had to be asked, with rooms that are not known to be taken or shut.</summary>
    public async ValueTask<List<PlaceReached>> PlacesAsync(ImmutableArray<string> cells, RoomQuery query)
    {
        var found = new List<PlaceReached>();
        var asked = new List<Task<ImmutableArray<Candidate>>>();
        foreach (var cell in cells)
        {
            if (board.TryRead(cell, out var reading))
                reading.AddTo(found, query);
            else
                asked.Add(grains.DirectoryCell(cell).CandidatesAsync(query));
        }

        foreach (var candidates in await Task.WhenAll(asked))
            found.AddRange(candidates.Select(PlaceReached.Of));
        return found;
    }
}
