using Scheduling.Testing;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>GraphQL over HTTP, checked by the audit of the specification's own reference implementation.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Audit_WithToken_PassesEveryCheck()
    {
        await using var host = await TestHost.StartAsync();

        var results = await NodeAudit.RunAsync(host.Address, TestTokens.Good);

        Assert.Equal(NodeAudit.Checks, results.Count);
        Assert.All(results, result => Assert.True(result.Status == "ok", $"{result.Id} {result.Name}: {result.Reason}"));
    }
}
