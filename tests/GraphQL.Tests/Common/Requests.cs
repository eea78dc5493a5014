using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Api.Common;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Tests.Common;

/// <summary>Requests where a grain that is asked fails the test.</summary>
internal static class Requests
{
    public static ApiRequest Of(Actor actor)
    {
        var grains = DispatchProxy.Create<IGrainFactory, Schema.ApiSchema.NoGrains>();
        var feeds = new FeedStreams(grains, TimeProvider.System, NullLogger<FeedStreams>.Instance);
        var occupancy = new OccupancyHub(grains, TimeProvider.System, NullLogger<OccupancyHub>.Instance, []);
        var rooms = new RoomReader(grains, new Board<RoomId, RoomReading>(TimeProvider.System), TimeProvider.System);
        var venues = new VenueReader(grains, new Board<VenueId, VenueView>(TimeProvider.System));
        return new ApiRequest(actor, new ApiServices(
            grains, new OrganizationNames(grains), rooms, venues, new IdSource(), feeds, occupancy, NullLogger<ApiRequest>.Instance));
    }
}
