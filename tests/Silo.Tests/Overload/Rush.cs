using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Overload;

/// <summary>A real server with few places over a PostgreSQL of its own that can be made to stand still.</summary>
internal sealed partial class Rush : IAsyncDisposable
{
    /// <summary>For what happens at once on a machine that has nothing else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder folder = new();
    private int towns;

    public PostgresServer Postgres { get; } = new();

    public SiloProcess Silo { get; private set; } = null!;

    public DevelopmentTokens Tokens { get; private set; } = null!;

    /// <summary>Between the server and its database.</summary>
    public DatabaseProxy Way { get; private set; } = null!;

    public static async Task<Rush> StartAsync(params (string Name, string Value)[] limits)
    {
        var rush = new Rush();
        await rush.Postgres.InitializeAsync();
        var settings = limits.ToDictionary(limit => $"Limits:{limit.Name}", limit => limit.Value);
        settings["Demo:Seed"] = "false";
        settings.TryAdd("Limits:QueueSeconds", "300");
        var database = new NpgsqlConnectionStringBuilder(await rush.Postgres.CreateDatabaseAsync());
        rush.Way = new DatabaseProxy([IPAddress.Loopback], database.Port);
        database.Port = rush.Way.EndPoints[0].Port;
        rush.Silo = await SiloProcess.StartAsync(new SiloOptions
        {
            Folder = rush.folder.Path,
            PostgreSql = database.ConnectionString,
            Settings = settings,
        });
        rush.Silo.Http.Timeout = Patience;
        rush.Tokens = DevelopmentTokens.Of(rush.folder.Path);
        return rush;
    }

    /// <summary>The document of a mutation that reads and writes a record nobody has touched before.</summary>
    public string NextTown()
    {
        var code = Interlocked.Increment(ref towns).ToString("00000", CultureInfo.InvariantCulture);
        return $$"""mutation { registerMunicipality(input: { inseeCode: "{{code}}", name: "Commune {{code}}" }) { municipality { id } errors { code message } } }""";
    }

    /// <summary>What the server answers to one operation.</summary>
    public async Task<Answered> SendAsync(string token, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = document }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Silo.Http.SendAsync(request);
        return new Answered(response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Repeats until the database is there again and a town is registered.</summary>
    public async Task ServesAgainAsync(string token)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await SendAsync(token, NextTown())).Body.Contains("municipality-", StringComparison.Ordinal))
            await Task.Delay(100, patience.Token);
    }

    /// <summary>The sum of a metric's samples, of those whose labels hold this text.</summary>
    public async Task<double> MetricAsync(string name, string label = "")
    {
        var text = await Silo.Http.GetStringAsync("metrics");
        return Sample().Matches(text)
            .Where(sample => sample.Groups["name"].Value == name && sample.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
            .Sum(sample => double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The memory that the process has in use, in MiB.</summary>
    public long ResidentMegabytes() => long.Parse(
        File.ReadLines($"/proc/{Silo.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    public async ValueTask DisposeAsync()
    {
        try
        {
            Postgres.Resume();
        }
        finally
        {
            await Silo.DisposeAsync();
            await Way.DisposeAsync();
            await Postgres.DisposeAsync();
            folder.Dispose();
        }
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)(?<labels>\{[^}]*\})? (?<value>[0-9.e+-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();
}

/// <summary>An answer.</summary>
internal sealed record Answered(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)
{
    /// <summary>True when it was refused as beyond capacity, in every way a refusal has to say so.</summary>
    public bool IsRefused => Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
        && RetryAfter >= TimeSpan.FromSeconds(1)
        && Body.Contains("\"retryAfterSeconds\":", StringComparison.Ordinal)
        && Body.Contains(Status == HttpStatusCode.TooManyRequests ? "RATE_LIMITED" : "OVERLOADED", StringComparison.Ordinal);
}
