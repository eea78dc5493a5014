using System.Security.Claims;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Security;

/// <summary>
/// Reads who asks from the token's claims: <c>sub</c>, <c>role</c> (repeated), <c>organization</c>, <c>advisor</c>.
/// What cannot be read is not there: a token never grants more by being malformed.
/// </summary>
public static class ActorReader
{
    /// <summary>Who asks, or null when nobody has signed in.</summary>
    public static Actor? Read(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true } || principal.FindFirst("sub") is not { Value.Length: > 0 } subject)
            return null;
        return new Actor
        {
            Subject = subject.Value,
            Roles = [.. principal.FindAll("role").Select(claim => RoleOf(claim.Value)).OfType<Role>().Distinct()],
            Organization = OrganizationId.TryParse(principal.FindFirst("organization")?.Value, out var organization)
                ? organization
                : null,
            Advisor = EntityIds.TryParse<AdvisorId>(principal.FindFirst("advisor")?.Value, out var advisor) ? advisor : null,
        };
    }

    private static Role? RoleOf(string name) => name switch
    {
        "ADMIN" => Role.Admin,
        "MANAGER" => Role.Manager,
        "ADVISOR" => Role.Advisor,
        "DISPLAY" => Role.Display,
        _ => null,
    };
}
