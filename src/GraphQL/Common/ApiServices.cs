using Microsoft.Extensions.Logging;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Common;

/// <summary>What the requests of a silo share.</summary>
internal sealed record ApiServices(
    IGrainFactory Grains, OrganizationNames Names, RoomReader Rooms, VenueReader Venues, RoomSearch Search, IdSource Ids, FeedStreams Feeds,
    OccupancyHub Occupancy, ILogger<ApiRequest> Log);
