using System.Security.Claims;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Security;

/// <summary>
/// Reads who asks from the token's claims: <c>sub</c>, <c>role</c> (repeated), <c>organization</c>, <c>advisor</c>.
/// What cannot be read is not there. A role that does not say for which organisation or as which advisor is none, and
/// such a claim without its role is nothing: a token never grants more by being malformed. Names are read to the letter,
/// which not every kind of <see cref="ClaimsIdentity"/> does by itself: an issuer's own <c>Role</c> is another claim.
/// </summary>
public static class ActorReader
{
    /// <summary>Who asks, or null when nobody has signed in.</summary>
    public static Actor? Read(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true } || Find(principal, "sub") is not { Length: > 0 } subject)
            return null;
        var named = principal.FindAll(claim => claim.Type == "role").Select(claim => RoleOf(claim.Value)).OfType<Role>().Distinct().ToList();
        OrganizationId? organization =
            named.Contains(Role.Manager) && OrganizationId.TryParse(Find(principal, "organization"), out var owner)
                ? owner
                : null;
        AdvisorId? advisor =
            named.Contains(Role.Advisor) && EntityIds.TryParse<AdvisorId>(Find(principal, "advisor"), out var self)
                ? self
                : null;
        return new Actor
        {
            Subject = subject,
            Roles =
            [
                .. named.Where(role => (role is not Role.Manager || organization is not null)
                    && (role is not Role.Advisor || advisor is not null)),
            ],
            Organization = organization,
            Advisor = advisor,
        };
    }

    private static string? Find(ClaimsPrincipal principal, string name) => principal.FindFirst(claim => claim.Type == name)?.Value;

    private static Role? RoleOf(string name) => name switch
    {
        "ADMIN" => Role.Admin,
        "MANAGER" => Role.Manager,
        "ADVISOR" => Role.Advisor,
        "DISPLAY" => Role.Display,
        _ => null,
    };
}
