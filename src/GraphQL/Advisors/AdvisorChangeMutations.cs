using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Notes that an advisor is away, for the advisor and managers of the network. Refused with SLOT_TAKEN and the list when
    /// bookings stand in the period, led or co-hosted, unless cancelBookings is true: then they are cancelled.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Who is away, and when.</param>
    public static async Task<AddUnavailabilityPayload> AddUnavailabilityAsync([FromRequest] ApiRequest api, AddUnavailabilityInput input)
    {
        var reader = new CommandReader(api, "addUnavailability", input);
        var id = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).AddUnavailabilityAsync(new AddUnavailability
        {
            Actor = api.Actor,
            Period = input.Period.ToPeriod(),
            Reason = input.Reason,
            CancelBookings = input.CancelBookings ?? false,
            Key = reader.Key,
        }));
        return new()
        {
            Unavailability = outcome.Value is { } made ? await ShowAsync(made.Unavailability, id, api) : null,
            Cancelled = outcome.Value?.Cancelled.Select(view => new Booking(view, api)).ToList() ?? [],
            Errors = outcome.Refusals.ToErrors(SceneOf(id, api)),
        };
    }

    /// <summary>Takes an absence back, for the advisor and managers of the network: the time can be booked again.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which absence.</param>
    public static async Task<RemoveUnavailabilityPayload> RemoveUnavailabilityAsync(
        [FromRequest] ApiRequest api, RemoveUnavailabilityInput input)
    {
        var reader = new CommandReader(api, "removeUnavailability", input);
        var id = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        var absence = reader.Id<UnavailabilityId>(input.UnavailabilityId, "unavailabilityId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).RemoveUnavailabilityAsync(new RemoveUnavailability
        {
            Actor = api.Actor,
            Unavailability = absence,
            Key = reader.Key,
        }));
        return new()
        {
            Unavailability = outcome.Value is { } removed ? await ShowAsync(removed, id, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// Changes an advisor's name or working hours, for the advisor and managers of the network. Refused with SLOT_TAKEN and
    /// the list when bookings stand outside of the new hours, unless cancelBookings is true: then they are cancelled.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which advisor, and what of them.</param>
    public static async Task<UpdateAdvisorPayload> UpdateAdvisorAsync([FromRequest] ApiRequest api, UpdateAdvisorInput input)
    {
        var reader = new CommandReader(api, "updateAdvisor", input);
        var id = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).UpdateAsync(new UpdateAdvisor
        {
            Actor = api.Actor,
            Name = input.Name,
            WorkingHours = input.WorkingHours is { } hours ? WeeklyHoursInput.All(hours) : null,
            CancelBookings = input.CancelBookings ?? false,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new()
        {
            Advisor = outcome.Value is { } made ? new Advisor(made.Advisor, api) : null,
            Cancelled = outcome.Value?.Cancelled.Select(view => new Booking(view, api)).ToList() ?? [],
            Errors = outcome.Refusals.ToErrors(SceneOf(id, api)),
        };
    }

    private static async Task<UnavailabilityOutput> ShowAsync(Unavailability absence, AdvisorId advisor, ApiRequest api) =>
        new(absence, (await api.FindAsync(advisor).There(advisor)).Zone);

    private static ConflictScene SceneOf(AdvisorId advisor, ApiRequest api) =>
        new(api, async () => (await api.FindAsync(advisor).There(advisor)).Zone, WantedAsync: null);
}
