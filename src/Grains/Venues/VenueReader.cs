using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

/// <summary>Asks venues what they are. One of this silo has posted it, and is asked itself only when it has not.</summary>
public sealed class VenueReader(IGrainFactory grains, Board<VenueId, VenueView> board)
{
    /// <inheritdoc cref="IVenueGrain.GetAsync"/>
    public ValueTask<VenueView?> GetAsync(VenueId venue) =>
        board.TryRead(venue, out var view) ? new(view) : new(grains.Get(venue).GetAsync());
}
