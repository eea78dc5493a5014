using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Scheduling.Api.Advisors;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Scalars;
using Scheduling.Api.Security;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>Registers an advisor of a network, for the network's managers.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Whom to register.</param>
    public static async Task<RegisterAdvisorPayload> RegisterAdvisorAsync(
        [FromRequest] ApiRequest api, RegisterAdvisorInput input)
    {
        var reader = new CommandReader(api, "registerAdvisor", input);
        var network = reader.Network(input.NetworkId, "networkId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(EntityIds.Of<AdvisorId>(reader.NewKey())).RegisterAsync(new RegisterAdvisor
        {
            Actor = api.Actor,
            Network = network,
            Name = input.Name,
            TimeZone = input.TimeZone,
            WorkingHours = WeeklyHoursInput.All(input.WorkingHours),
            Key = reader.Key,
        }));
        return new()
        {
            Advisor = outcome.Value is { } view ? new Advisor(view, api) : null,
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}

/// <summary>An advisor to register.</summary>
public sealed record RegisterAdvisorInput : MutationInput
{
    /// <summary>The network that employs the advisor.</summary>
    [Id] public required string NetworkId { get; init; }

    /// <summary>The advisor's name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The zone of the working hours.</summary>
    [AllowNull, InputType(typeof(TimeZoneScalar)), DefaultAstValue("\"Europe/Paris\"")]
    public string TimeZone { get; init => field = value ?? "Europe/Paris"; } = "Europe/Paris";

    /// <summary>When the advisor works; none means that no such rule is set.</summary>
    public IReadOnlyList<WeeklyHoursInput>? WorkingHours { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RegisterAdvisorPayload : MutationPayload
{
    /// <summary>The advisor; null when refused.</summary>
    public Advisor? Advisor { get; init; }
}
