using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>Asks cells for rooms that fit. One of this silo has posted its list, and is asked itself only when it has not.</summary>
internal sealed class CellReader(IGrainFactory grains, Board<string, CellReading> board)
{
    /// <summary>Rooms of a cell that pass the filters; those of a cell that had to be asked are not known to be taken or shut.</summary>
    public ValueTask<List<Prospect>> ProspectsAsync(string cell, RoomQuery query) =>
        board.TryRead(cell, out var reading) ? new(reading.Prospects(query)) : AskAsync(cell, query);

    private async ValueTask<List<Prospect>> AskAsync(string cell, RoomQuery query) =>
        [.. (await grains.DirectoryCell(cell).CandidatesAsync(query)).Select(Prospect.Of)];
}
