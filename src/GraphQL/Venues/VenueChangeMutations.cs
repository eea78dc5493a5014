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
    /// <summary>
    /// Changes settings of a venue, for the managers of its owner. Refused with SLOT_TAKEN and the list when it would break
    /// bookings that stand (hours that no longer cover them, a public holiday, fewer people), unless cancelBookings is true.
    /// Where more people stand than a new limit lets in, whoever booked first stays.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which venue, and what of it.</param>
    public static async Task<UpdateVenuePayload> UpdateVenueAsync([FromRequest] ApiRequest api, UpdateVenueInput input)
    {
        var reader = new CommandReader(api, "updateVenue", input);
        var id = reader.Id<VenueId>(input.VenueId, "venueId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).UpdateAsync(new UpdateVenue
        {
            Actor = api.Actor,
            Name = input.Name,
            Address = input.Address?.ToAddress(),
            Location = input.Location?.ToPoint(),
            RemovesLocation = input.RemovesLocation,
            OpeningHours = input.OpeningHours is { } hours ? WeeklyHoursInput.All(hours) : null,
            MaxOccupancy = input.MaxOccupancy,
            RemovesMaxOccupancy = input.RemovesMaxOccupancy,
            OpensOnDaysOff = input.OpensOnDaysOff,
            CancelBookings = input.CancelBookings ?? false,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new()
        {
            Venue = outcome.Value is { } made ? new Venue(made.Venue, api) : null,
            Cancelled = outcome.Value?.Cancelled.Select(view => new Booking(view, api)).ToList() ?? [],
            Errors = outcome.Refusals.ToErrors(SceneOf(id, api)),
        };
    }

    /// <summary>Takes a closure back, for the managers of the venue's owner: the time can be booked again.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which closure.</param>
    public static async Task<RemoveClosurePayload> RemoveClosureAsync([FromRequest] ApiRequest api, RemoveClosureInput input)
    {
        var reader = new CommandReader(api, "removeClosure", input);
        var id = reader.Id<VenueId>(input.VenueId, "venueId");
        var closure = reader.Id<ClosureId>(input.ClosureId, "closureId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).RemoveClosureAsync(new RemoveClosure
        {
            Actor = api.Actor,
            Closure = closure,
            Key = reader.Key,
        }));
        return new()
        {
            Closure = outcome.Value is { } removed ? new ClosureOutput(removed, id, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    private static ConflictScene SceneOf(VenueId venue, ApiRequest api) =>
        new(api, async () => (await api.FindAsync(venue).There(venue)).Zone, WantedAsync: null);
}
