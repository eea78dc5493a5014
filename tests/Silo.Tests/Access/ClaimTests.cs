using System.Text.Json;

namespace Scheduling.Silo.Tests.Access;

/// <summary>What a good token's claims are worth.</summary>
[Collection(AccessCollection.Name)]
public sealed class ClaimTests(AccessWorld world)
{
    private const string Document =
        """mutation { registerNetwork(input: { name: "Of an ADMIN" }) { network { name } errors { code } } }""";

    [Theory]
    [InlineData("ADMIN", """{"role": "ADMIN"}""")]
    [InlineData("ADMIN", """{"role": ["ADMIN"]}""")]
    [InlineData("DISPLAY ADMIN", """{"role": ["DISPLAY", "ADMIN", "DISPLAY"]}""")]
    [InlineData("MANAGER", """{"role": ["MANAGER"], "organization": "municipality-36044", "advisor": "advisor-1"}""")]
    [InlineData("MANAGER", """{"role": "MANAGER", "organization": "network-1"}""")]
    [InlineData("ADVISOR", """{"role": ["ADVISOR", "MANAGER"], "advisor": "advisor-1"}""")]
    [InlineData("", "{}")]
    [InlineData("", """{"role": []}""")]
    [InlineData("", """{"role": ""}""")]
    [InlineData("", """{"role": "admin"}""")]
    [InlineData("", """{"role": " ADMIN"}""")]
    [InlineData("", """{"role": "ADMIN,MANAGER"}""")]
    [InlineData("", """{"role": "[\"ADMIN\"]"}""")]
    [InlineData("", """{"role": [["ADMIN"]]}""")]
    [InlineData("", """{"role": {"name": "ADMIN"}}""")]
    [InlineData("", """{"role": 0}""")]
    [InlineData("", """{"role": "0"}""")]
    [InlineData("", """{"roles": ["ADMIN"], "Role": "ADMIN", "scope": "ADMIN"}""")]
    [InlineData("", """{"http://schemas.microsoft.com/ws/2008/06/identity/claims/role": "ADMIN"}""")]
    [InlineData("", """{"organization": "municipality-36044", "advisor": "advisor-1"}""")]
    [InlineData("", """{"role": "MANAGER"}""")]
    [InlineData("", """{"role": "MANAGER", "organization": ""}""")]
    [InlineData("", """{"role": "MANAGER", "organization": "36044"}""")]
    [InlineData("", """{"role": "MANAGER", "organization": "venue-1"}""")]
    [InlineData("", """{"role": "MANAGER", "organization": {"id": "municipality-36044"}}""")]
    [InlineData("", """{"role": "MANAGER", "advisor": "advisor-1"}""")]
    [InlineData("", """{"role": "ADVISOR"}""")]
    [InlineData("", """{"role": "ADVISOR", "advisor": "room-1"}""")]
    [InlineData("", """{"role": "ADVISOR", "organization": "network-1"}""")]
    public async Task Viewer_ByClaims_HasTheRolesThatTheyProve(string roles, string claims)
    {
        var token = world.Tokens.Sign([("sub", "eve"), .. Read(claims)]);

        var viewer = (await world.AskAsync("{ viewer { roles } }", token)).Data.GetProperty("viewer");
        Assert.Equal(roles, string.Join(' ', viewer.GetProperty("roles").EnumerateArray()));

        // What is shown is also what counts.
        var mark = roles.Contains("ADMIN", StringComparison.Ordinal) ? "ok" : "no";
        Assert.Equal(mark, (await world.AskAsync(Document, token)).Outcome);
        Assert.Equal(mark, (await world.GetAsync("orleans/ClusterStats", token)).Outcome);
    }

    private static IEnumerable<(string, object)> Read(string claims) =>
        JsonDocument.Parse(claims).RootElement.EnumerateObject().Select(claim => (claim.Name, (object)claim.Value));
}
