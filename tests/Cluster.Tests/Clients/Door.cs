using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>What came of asking until there was an answer.</summary>
/// <param name="Payload">The answer; null when there was none in the end.</param>
/// <param name="Invoked">When it was first sent.</param>
/// <param name="Returned">When the answer was there.</param>
/// <param name="Via">Which address answered.</param>
/// <param name="Times">How often it was sent.</param>
internal sealed record Reply(JsonElement? Payload, long Invoked, long Returned, int Via, int Times);

/// <summary>One client's way to the service: asks at one address, and after a failure at the next.</summary>
internal sealed class Door(Stage stage, Recorder recorder, int first, CancellationToken giveUp)
{
    // A client that is turned away at once does not hammer.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private int _at = first;

    /// <summary>Sends a mutation with its key until it is answered.</summary>
    public Task<Reply> MutateAsync(string token, string mutation, object input) =>
        AskAsync(token, Caller.Mutation(mutation), new { input }, mutation, isRepeated: true);

    /// <summary>Sends a query, once.</summary>
    public Task<Reply> QueryAsync(string token, string query, object variables, string root) =>
        AskAsync(token, query, variables, root, isRepeated: false);

    /// <summary>Sends a query until it is answered.</summary>
    /// <exception cref="TimeoutException">Nobody answered until it was told to give up.</exception>
    public async Task<JsonElement> QueryUntilAsync(string token, string query, object variables, string root) =>
        (await AskAsync(token, query, variables, root, isRepeated: true)).Payload ?? throw new TimeoutException($"{root} was not answered.");

    /// <summary>From now on at another address.</summary>
    public void GoElsewhere() => _at++;

    private async Task<Reply> AskAsync(string token, string document, object variables, string root, bool isRepeated)
    {
        var invoked = recorder.Now;
        for (var times = 1; ; times++)
        {
            var via = _at % stage.Http.Count;
            if (await SendAsync(via, token, document, variables, root) is { } payload)
                return new Reply(payload, invoked, recorder.Now, via, times);
            GoElsewhere();
            if (!isRepeated || giveUp.IsCancellationRequested)
                return new Reply(null, invoked, recorder.Now, via, times);
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    // Null when nobody knows what became of it.
    private async Task<JsonElement?> SendAsync(int via, string token, string document, object variables, string root)
    {
        var sent = recorder.Now;
        try
        {
            var answer = await new Caller(stage.Http[via], token).SendAsync(document, variables);
            if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest))
                return Failed(sent, $"HTTP {(int)answer.Status}");
            var json = answer.Json;
            if (json.TryGetProperty("errors", out var errors))
            {
                // An outage says so: only a bug is masked.
                if (Codes(errors).Contains("INTERNAL", StringComparison.Ordinal))
                    recorder.NoteWrong($"{root} via {via} at {sent / 1_000} ms: {errors}");
                return Failed(sent, $"{root}: {Codes(errors)}");
            }

            var payload = json.GetProperty("data").GetProperty(root);
            return payload.TryGetProperty("errors", out var refusals) && refusals.GetArrayLength() > 0 && payload.Codes().Contains("OUTCOME_UNKNOWN")
                ? Failed(sent, "OUTCOME_UNKNOWN") : payload;
        }
        catch (HttpRequestException failure) when (failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            recorder.NoteTurnedAway();
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            return Failed(sent, failure is TaskCanceledException ? "no answer in time" : failure.GetType().Name);
        }
    }

    private JsonElement? Failed(long sent, string what)
    {
        recorder.NoteFailure(sent, what);
        return null;
    }

    private static string Codes(JsonElement errors) => string.Join(' ', errors.EnumerateArray().Select(error =>
        error.TryGetProperty("extensions", out var more) && more.TryGetProperty("code", out var code) ? code.GetString() : error.ToString()).Distinct());
}
