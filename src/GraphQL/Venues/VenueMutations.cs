using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Api.Venues;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>Publishes a venue, for the managers of its owner.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to publish.</param>
    public static async Task<PublishVenuePayload> PublishVenueAsync([FromRequest] ApiRequest api, PublishVenueInput input)
    {
        var reader = new CommandReader(api, "publishVenue", input);
        var owner = reader.Organization(input.OwnerId, "ownerId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(EntityIds.Of<VenueId>(reader.NewKey())).PublishAsync(new PublishVenue
        {
            Actor = api.Actor,
            Owner = owner,
            Details = input.ToDetails(),
            Key = reader.Key,
        }));
        return new()
        {
            Venue = outcome.Value is { } view ? new Venue(view, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// Closes a venue for a period, for the managers of its owner. Refused when bookings stand in the period, unless
    /// cancelBookings is true: then they are cancelled with this reason.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to close, and when.</param>
    public static async Task<CloseVenuePayload> CloseVenueAsync([FromRequest] ApiRequest api, CloseVenueInput input)
    {
        var reader = new CommandReader(api, "closeVenue", input);
        var id = reader.Id<VenueId>(input.VenueId, "venueId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).CloseAsync(new CloseVenue
        {
            Actor = api.Actor,
            Period = input.Period.ToPeriod(),
            Reason = input.Reason,
            CancelBookings = input.CancelBookings ?? false,
            Key = reader.Key,
        }));
        return new()
        {
            Closure = outcome.Value is { } made ? new ClosureOutput(made.Closure, id, api) : null,
            Cancelled = outcome.Value?.Cancelled.Select(view => new Booking(view, api)).ToList() ?? [],
            Errors = outcome.Refusals.ToErrors(SceneOf(id, api)),
        };
    }
}
