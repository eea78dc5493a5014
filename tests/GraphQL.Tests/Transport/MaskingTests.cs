using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>Failures nobody foresaw: the client gets a correlation id, the log gets it with the exception.</summary>
public sealed class MaskingTests
{
    [Fact]
    public async Task Post_ResolverThrows_IsMaskedAndLoggedUnderTheSameId()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{ hello fail }"}""", "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        var answer = JsonDocument.Parse(text).RootElement;
        Assert.Equal("world", answer.GetProperty("data").GetProperty("hello").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("fail").ValueKind);
        var error = answer.GetProperty("errors")[0];
        Assert.Equal("Internal error", error.GetProperty("message").GetString());
        Assert.Equal("fail", error.GetProperty("path")[0].GetString());
        Assert.DoesNotContain("hunter2", text);
        Assert.DoesNotContain("InvalidOperation", text, StringComparison.OrdinalIgnoreCase);

        var correlationId = error.GetProperty("extensions").GetProperty("correlationId").GetString();
        var entry = Assert.Single(host.Log.Entries);
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.Equal(correlationId, entry.Values["CorrelationId"]);
        Assert.Equal("fail", entry.Values["Field"]);
        Assert.Equal("the password is hunter2", entry.Exception!.Message);
    }

    [Fact]
    public async Task Post_FieldIsNotAnswered_IsUnavailableAndNoBug()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{ hello late }"}""", "application/graphql-response+json");

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("world", answer.GetProperty("data").GetProperty("hello").GetString());
        var error = answer.GetProperty("errors")[0];
        Assert.Equal("UNAVAILABLE", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.DoesNotContain("hunter2", $"{answer}");
        var entry = Assert.Single(host.Log.Entries);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Equal(error.GetProperty("extensions").GetProperty("correlationId").GetString(), entry.Values["CorrelationId"]);
    }

    [Theory]
    [InlineData("subscription { broken }", """{"id":"1","type":"error",""")]
    [InlineData("{ fail }", """{"id":"1","type":"next",""")]
    public async Task Subscribe_ResolverThrows_IsMasked(string query, string start)
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SubscribeAsync("1", query);

        var message = await socket.ReceiveAsync();
        Assert.StartsWith(start, message);
        Assert.Contains("correlationId", message);
        Assert.DoesNotContain("hunter2", message);
        Assert.Single(host.Log.Entries);
    }

    [Fact]
    public async Task Subscribe_StreamBreaks_IsMaskedAndEnds()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SubscribeAsync("1", "subscription { failing }");

        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"failing":1}}}""", await socket.ReceiveAsync());
        var end = await socket.ReceiveAsync();
        Assert.StartsWith("""{"id":"1","type":"error",""", end);
        Assert.Contains("INTERNAL", end);
        Assert.DoesNotContain("hunter2", end);
    }

    [Fact]
    public async Task Post_SyntaxError_KeepsItsMessage()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{ hello "}""");

        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
        Assert.Equal("SYNTAX_ERROR", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Empty(host.Log.Entries);
    }
}
