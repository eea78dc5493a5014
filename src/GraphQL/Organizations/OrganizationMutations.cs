using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <summary>Everything that changes something. A refusal is an entry of the payload's errors and has changed nothing.</summary>
public sealed partial class Mutation
{
    /// <summary>Registers the town hall of a commune. ADMIN only.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to register.</param>
    public static async Task<RegisterMunicipalityPayload> RegisterMunicipalityAsync(
        [FromRequest] ApiRequest api, RegisterMunicipalityInput input)
    {
        var reader = new CommandReader(api, "registerMunicipality", input);
        var id = reader.Municipality(input.InseeCode, "inseeCode");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await Organization.RegisterAsync(api, reader, id, input.Name);
        return new()
        {
            Municipality = Organization.Of(outcome.Value, api) as Municipality,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>Registers a network of advisors. ADMIN only.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to register.</param>
    public static async Task<RegisterNetworkPayload> RegisterNetworkAsync(
        [FromRequest] ApiRequest api, RegisterNetworkInput input)
    {
        var reader = new CommandReader(api, "registerNetwork", input);
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await Organization.RegisterAsync(
            api, reader, OrganizationId.OfNetwork(reader.NewKey()), input.Name);
        return new()
        {
            Network = Organization.Of(outcome.Value, api) as Network,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}

/// <summary>A town hall to register.</summary>
public sealed record RegisterMunicipalityInput : MutationInput
{
    /// <summary>INSEE code, five characters; Corsica has letters (2A004).</summary>
    public required string InseeCode { get; init; }

    /// <summary>Its name, 1 to 200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RegisterMunicipalityPayload : MutationPayload
{
    /// <summary>The municipality; null when refused.</summary>
    public Municipality? Municipality { get; init; }
}

/// <summary>A network to register.</summary>
public sealed record RegisterNetworkInput : MutationInput
{
    /// <summary>Its name, 1 to 200 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RegisterNetworkPayload : MutationPayload
{
    /// <summary>The network; null when refused.</summary>
    public Network? Network { get; init; }
}
