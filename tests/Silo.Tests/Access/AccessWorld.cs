using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Scheduling.Silo.Identity;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Access;

/// <summary>The tests that share one server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AccessCollection : ICollectionFixture<AccessWorld>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "access";
}

/// <summary>
/// The real server with two municipalities, two networks and bookings among them. Whatever tells of a person holds the
/// word <see cref="Person"/>: names, titles, subjects of tokens. Nothing else does.
/// </summary>
public sealed class AccessWorld : IAsyncLifetime
{
    /// <summary>The word by which a test recognises that an answer tells of a person.</summary>
    internal const string Person = "hush";

    private readonly TempFolder folder = new();
    private SiloProcess silo = null!;
    private int numbers;

    internal TokenMint Tokens { get; private set; } = null!;

    internal AccessSeed Seed { get; private set; } = null!;

    internal IReadOnlyDictionary<string, string?> Callers { get; private set; } = null!;

    internal Uri Url => silo.Url;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        silo = await SiloProcess.StartAsync(new SiloOptions
        {
            Folder = folder.Path,
            Settings = new Dictionary<string, string> { ["Demo:Seed"] = "false" },
        });
        Tokens = new TokenMint(DevelopmentKey.LoadOrCreate(Store + ".key"));
        Seed = await AccessSeed.PlantAsync(this);
        Callers = Access.Callers.Of(Seed, Tokens);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A number that no other call got.</summary>
    internal int Next() => Interlocked.Increment(ref numbers);

    /// <summary>Sends a GraphQL document by POST.</summary>
    internal Task<Answer> AskAsync(
        string document, string? token, string accept = "application/graphql-response+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "graphql");
        request.Content = JsonContent.Create(new { query = document });
        return SendAsync(request, token, ("Accept", accept));
    }

    /// <summary>Sends a subscription, and reads its event stream up to the first message.</summary>
    internal async Task<Answer> FirstAsync(string document, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql");
        request.Content = JsonContent.Create(new { query = document });
        request.Headers.Add("Accept", "text/event-stream");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            body.Append(line).Append('\n');
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                break;
        }

        return new Answer(response.StatusCode, body.ToString());
    }

    /// <summary>Gets anything.</summary>
    internal Task<Answer> GetAsync(string path, string? token, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), token, headers);

    /// <summary>Does what has to succeed, as ADMIN.</summary>
    /// <returns>The data of the answer.</returns>
    internal async Task<JsonElement> DoAsync(string document)
    {
        var answer = await AskAsync(document, Tokens.Sign(("sub", $"admin-{Person}"), ("role", "ADMIN")));
        Assert.True(answer.Outcome == "ok", $"{document}: {answer.Body}");
        return answer.Data;
    }

    /// <summary>How many stored records hold this text.</summary>
    internal async Task<long> CountStoredAsync(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Store};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM grain_state WHERE instr(payload, @text) > 0";
        command.Parameters.AddWithValue("@text", Encoding.UTF8.GetBytes(text));
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private string Store => folder.File("data/scheduling.db");

    private async Task<Answer> SendAsync(
        HttpRequestMessage request, string? token, params (string Name, string Value)[] headers)
    {
        using (request)
        {
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await silo.Http.SendAsync(request);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
