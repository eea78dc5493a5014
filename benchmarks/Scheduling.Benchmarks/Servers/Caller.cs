using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Scheduling.Benchmarks.Servers;

/// <summary>Somebody with a token who asks the product something over HTTP.</summary>
internal sealed class Caller(HttpClient http, string token)
{
    /// <summary>Runs an operation.</summary>
    /// <returns>The result of its only field.</returns>
    /// <exception cref="InvalidOperationException">It was refused, or failed.</exception>
    public async Task<JsonElement> AskAsync(string query, object variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.TryGetProperty("errors", out _))
            throw new InvalidOperationException(answer.ToString());
        return answer.GetProperty("data").EnumerateObject().Single().Value;
    }

    /// <summary>Runs a mutation.</summary>
    /// <returns>What it made or changed.</returns>
    /// <exception cref="InvalidOperationException">It was refused, or failed.</exception>
    public async Task<JsonElement> DoAsync(string mutation, string selection, object input)
    {
        var inputType = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var payload = await AskAsync(
            $"mutation($input: {inputType}!) {{ {mutation}(input: $input) {{ {selection} errors {{ code message }} }} }}", new { input });
        return payload.GetProperty("errors").GetArrayLength() == 0
            ? payload.EnumerateObject().First().Value
            : throw new InvalidOperationException($"{mutation}: {payload}");
    }
}
