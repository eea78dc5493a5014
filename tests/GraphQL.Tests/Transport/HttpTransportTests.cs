using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Scheduling.GraphQL.Tests.Transport;

public sealed class HttpTransportTests
{
    [Fact]
    public async Task Post_Query_AnswersFieldsInTheirOrder()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{ hello rooms(first: 2) { name } user b: greet(name: \"é\\n\") scoped }"}""");

        Assert.Equal(
            """{"data":{"hello":"world","rooms":[{"name":"Room 1"},{"name":"Room 2"}],"user":"ana","b":"Hello é\n","scoped":true}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("[]", "A GraphQL request is a JSON object; batches are not supported.")]
    [InlineData("", "Not valid JSON")]
    [InlineData("{", "Not valid JSON")]
    [InlineData("""{"query":"{hello}"} x""", "Not valid JSON")]
    [InlineData("{}", "'query' is missing.")]
    [InlineData("""{"query":1}""", "'query' must be a string.")]
    [InlineData("""{"query":"{hello}","query":"{hello}"}""", "'query' is given twice.")]
    [InlineData("""{"query":"{hello}","operationName":{}}""", "'operationName' must be a string.")]
    [InlineData("""{"query":"{hello}","variables":"x"}""", "'variables' must be an object.")]
    [InlineData("""{"query":"{hello}","variables":{"a":1,"a":2}}""", "'a' is given twice.")]
    [InlineData("""{"query":"{hello}","variables":{"a":1e999}}""", "A number is too large.")]
    [InlineData("""{"query":"{hello}","extensions":[]}""", "'extensions' must be an object.")]
    public async Task Post_MalformedRequest_Is400WithReason(string body, string reason)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await ErrorAsync(response);
        Assert.StartsWith(reason, error.GetProperty("message").GetString());
        Assert.Equal("BAD_REQUEST", Code(error));
    }

    [Fact]
    public async Task Post_TextThatIsNotUtf8_Is400()
    {
        await using var host = await TestHost.StartAsync();
        var content = new ByteArrayContent([.. "{\"query\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await host.Client.PostAsync(host.Address, content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Post_OtherContentType_Is415(string contentType)
    {
        await using var host = await TestHost.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"query":"{hello}"}"""));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        using var response = await host.Client.PostAsync(host.Address, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("UNSUPPORTED_MEDIA_TYPE", Code(await ErrorAsync(response)));
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json;q=0.5, application/json", "application/json")]
    [InlineData("*/*, application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("text/html, application/graphql-response+json; charset=utf-8;q=0.1", "application/graphql-response+json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/json")]
    public async Task Post_Accept_ChoosesTheForm(string accept, string contentType)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{hello}"}""", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;q=0, */*;q=0")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Post_AcceptsNothingWeHave_Is406(string accept)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{hello}"}""", accept);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("NOT_ACCEPTABLE", Code(await ErrorAsync(response)));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Get_MutationAlsoWhenCached_Is405AndChangesNothing(string accept)
    {
        await using var host = await TestHost.StartAsync();
        using var posted = await host.PostAsync("""{"query":"mutation { add(amount: 1) }"}""");
        Assert.Equal("""{"data":{"add":1}}""", await posted.Content.ReadAsStringAsync());
        host.Client.DefaultRequestHeaders.Add("Accept", accept);

        using var response = await host.Client.GetAsync("?query=mutation%20%7B%20add(amount%3A%201)%20%7D");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("OPERATION_NOT_ALLOWED", Code(await ErrorAsync(response)));
        Assert.Equal(1, host.Signals.Total);
    }

    [Fact]
    public async Task Get_QueryWithVariables_Answers()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.Client.GetStringAsync(
            "?query=query($n:String!){greet(name:$n)}&variables=%7B%22n%22%3A%22ana%22%7D&operationName=");

        Assert.Equal("""{"data":{"greet":"Hello ana"}}""", answer);
    }

    [Fact]
    public async Task Post_SubscriptionWithoutStream_Is406()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"subscription { count(to: 1) }"}""");

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("OPERATION_NOT_ALLOWED", Code(await ErrorAsync(response)));
    }

    [Fact]
    public async Task Put_Always_Is405()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Client.PutAsJsonAsync(host.Address, new { query = "{hello}" });

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bad")]
    public async Task Post_WithoutValidToken_Is401(string? token)
    {
        await using var host = await TestHost.StartAsync();
        host.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var response = await host.PostAsync("""{"query":"{hello}"}""", "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/graphql-response+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("UNAUTHENTICATED", Code(await ErrorAsync(response)));
    }

    [Fact]
    public async Task Post_WithoutTokenWhereNoneIsNeeded_Answers()
    {
        await using var host = await TestHost.StartAsync(options => options.RequireAuthentication = false);
        host.Client.DefaultRequestHeaders.Authorization = null;

        using var response = await host.PostAsync("""{"query":"{hello user}"}""");

        Assert.Equal("""{"data":{"hello":"world","user":null}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_BadVariable_NamesItsPath()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync(
            """{"query":"query($input: SpanInput!) { span(input: $input) }","variables":{"input":{"start":"2027-02-30T09:00:00Z"}}}""",
            "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await ErrorAsync(response);
        Assert.Contains("$input.start", error.GetProperty("message").GetString());
        Assert.Equal("INVALID_VALUE", Code(error));
    }

    [Fact]
    public async Task Post_BadLiteral_NamesTheArgument()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync(
            """{"query":"{ span(input: { start: \"yesterday\" }) }"}""", "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var message = (await ErrorAsync(response)).GetProperty("message").GetString();
        Assert.Contains("input", message);
        Assert.Contains("start", message);
    }

    [Fact]
    public async Task Post_ClientLeaves_CancelsTheResolver()
    {
        await using var host = await TestHost.StartAsync();
        using var leaving = new CancellationTokenSource();
        var asking = host.PostAsync("""{"query":"{slow}"}""", cancellationToken: leaving.Token);
        await host.Signals.SlowStarted.Task.WaitAsync(TestHost.Patience);

        await leaving.CancelAsync();

        await host.Signals.SlowCancelled.Task.WaitAsync(TestHost.Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    internal static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("data", out _));
        return answer.GetProperty("errors")[0];
    }

    internal static string? Code(JsonElement error) => error.GetProperty("extensions").GetProperty("code").GetString();
}
