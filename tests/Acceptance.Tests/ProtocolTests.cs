namespace Scheduling.Acceptance.Tests;

/// <summary>
/// GraphQL over HTTP, WebSocket and event streams as the specifications and the usual clients want it.
/// </summary>
public sealed class ProtocolTests(SharedServer shared)
{
    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Audit_WithToken_PassesEveryCheck()
    {
        var results = await NodeAudit.RunAsync(_server.Url, _server.Admin.Token);

        Assert.Equal(NodeAudit.Checks, results.Count);
        Assert.All(results, result =>
            Assert.True(result.Status == "ok", $"{result.Id} {result.Name}: {result.Reason}"));
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Client_QueryAndMutation_AreAnswered(string script)
    {
        var town = await Town.FoundAsync(_server);
        await using var client = await NodeClient.StartAsync(script, _server.Url, town.Post.Manager.Token);

        await client.SubscribeAsync("1", "{ viewer { subject roles organization { id } } }");
        Assert.Equal(town.Post.Id, (await client.ExpectAsync("next")).Text("payload.data.viewer.organization.id"));
        await client.SubscribeAsync("2", $$"""mutation { registerAdvisor(input: { networkId: "{{town.Post.Id}}", name: "Léa" }) { advisor { id name } errors { code } } }""");

        var made = (await client.ExpectAsync("next")).At("payload.data.registerAdvisor");
        Assert.Equal("Léa", made.Accepted().Text("advisor.name"));
    }

    [Fact]
    public async Task WebSocket_BadToken_IsClosedAsForbidden()
    {
        await using var client = await NodeClient.StartAsync(NodeClient.WebSocket, _server.Url, "bad");

        await client.SubscribeAsync("1", "{ viewer { subject } }");

        Assert.Equal(4403, (await client.ExpectAsync("closed")).Number("code"));
    }

    [Fact]
    public async Task EventStream_BadToken_Is401()
    {
        await using var client = await NodeClient.StartAsync(NodeClient.EventStream, _server.Url, "bad");

        await client.SubscribeAsync("1", "{ viewer { subject } }");

        Assert.Equal(401, (await client.ExpectAsync("response")).Number("status"));
    }

    [Fact]
    public async Task Post_WithoutToken_Is401AndSaysHow()
    {
        var answer = await _server.Anonymous.SendAsync("{ viewer { subject } }");

        Assert.Equal(401, (int)answer.Status);
        Assert.Equal("UNAUTHENTICATED", answer.ErrorCode);
    }
}
