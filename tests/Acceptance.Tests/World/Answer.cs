using System.Net;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>What the server answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record Answer(HttpStatusCode Status, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The data of an answer without errors.</summary>
    public JsonElement Data =>
        Json.TryGetProperty("errors", out _) || !Json.TryGetProperty("data", out var data)
            ? throw new Xunit.Sdk.XunitException($"{(int)Status}: {Body}")
            : data;

    /// <summary>The first GraphQL error's code.</summary>
    public string ErrorCode => Json.Text("errors.0.extensions.code");
}
