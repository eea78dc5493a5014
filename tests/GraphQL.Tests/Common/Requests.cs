using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Api.Common;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Grains;
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
        var boards = new ServiceCollection().AddSingleton(grains).AddSchedulingGrains().BuildServiceProvider();
        return new ApiRequest(actor, new ApiServices(
            grains, new OrganizationNames(grains), boards.GetRequiredService<RoomReader>(), boards.GetRequiredService<VenueReader>(), new IdSource(),
            feeds, occupancy, NullLogger<ApiRequest>.Instance));
    }
}
