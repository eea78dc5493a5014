using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduling.Api.Common;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Api.Tests.Common;

/// <summary>Requests where a grain that is asked fails the test.</summary>
internal static class Requests
{
    public static ApiRequest Of(Actor actor)
    {
        var grains = DispatchProxy.Create<IGrainFactory, Schema.ApiSchema.NoGrains>();
        var feeds = new FeedStreams(grains, TimeProvider.System, NullLogger<FeedStreams>.Instance);
        var occupancy = new OccupancyHub(grains, TimeProvider.System, NullLogger<OccupancyHub>.Instance, []);
        return new ApiRequest(actor, grains, new OrganizationNames(grains), new IdSource(), feeds, occupancy, NullLogger<ApiRequest>.Instance);
    }
}
