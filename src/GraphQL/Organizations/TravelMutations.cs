using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Says how a network reckons the time its advisors need from one venue to another; whatever is left out stays as it is. It
    /// counts for what is booked from then on, within a minute. For the network's managers.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which network, and how.</param>
    public static async Task<SetTravelRulesPayload> SetTravelRulesAsync([FromRequest] ApiRequest api, SetTravelRulesInput input)
    {
        var reader = new CommandReader(api, "setTravelRules", input);
        var id = reader.Network(input.NetworkId, "networkId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id).SetTravelRulesAsync(new SetTravelRules
        {
            Actor = api.Actor,
            IsOn = input.Enabled,
            DetourFactor = input.DetourFactor,
            KilometresPerHour = input.KilometresPerHour,
            Margin = input.Margin,
            Key = reader.Key,
        }));
        return new()
        {
            Network = Organization.Of(outcome.Value, api) as Network,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}
