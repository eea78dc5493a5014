using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Scheduling.Silo.Hosting;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>TLS between silos: who has a certificate of the cluster's authority is in, and nobody else.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private const int Active = 3;

    private const int Dead = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly PostgresServer postgres;
    private readonly TempFolder folder = new();
    private readonly Certificates authority;
    private readonly Certificates stranger;

    /// <summary>Makes two authorities.</summary>
    public ClusterTlsTests(PostgresServer postgres)
    {
        this.postgres = postgres;
        authority = new Certificates(folder, "cluster");
        stranger = new Certificates(folder, "stranger");
    }

    [Fact]
    public async Task Start_OwnCertificatesStrangersAndNone_OnlyTheFirstFormACluster()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await SiloProcess.StartAsync(Options(database, authority.Issue("one")));
        await using var second = await SiloProcess.StartAsync(Options(database, authority.Issue("two")));

        // Neither reaches the others nor is reached by them, so they declare it dead, and it ends.
        await using (var foreign = SiloProcess.Launch(Options(database, stranger.Issue("three"))))
            Assert.NotEqual(0, await foreign.WaitForExitAsync(Patience));
        await using (var bare = SiloProcess.Launch(Options(database, [])))
            Assert.NotEqual(0, await bare.WaitForExitAsync(Patience));

        Assert.Equal(2L, await CountAsync(database, $"status = {Active}"));
        Assert.Equal(2L, await CountAsync(database, $"status = {Dead}"));

        // Twenty organisations live on both silos, and one silo is asked for all of them.
        using var admin = await first.ClientAsync("--role", "ADMIN");
        for (var number = 0; number < 20; number++)
            Assert.Contains($"\"Network {number}\"", await RegisterAsync(admin, number), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingSet_IsNoTls() => Assert.Null(Read([]));

    [Fact]
    public void Read_AllSet_AcceptsOwnAndRefusesStrangers()
    {
        var tls = Read(authority.Issue("one"))!;
        var other = Read(stranger.Issue("one"))!;

        Assert.True(tls.Accepts(Load(authority.Issue("two")), extra: null, out _));
        Assert.False(tls.Accepts(Load(stranger.Issue("two")), extra: null, out _));
        Assert.False(tls.Accepts(Load(authority.Issue("old", expired: true)), extra: null, out _));
        Assert.True(other.Accepts(Load(stranger.Issue("two")), extra: null, out _));
    }

    [Theory]
    [InlineData("Certificate", "/none.pem", "cannot be read")]
    [InlineData("Key", "/none.pem", "cannot be read")]
    [InlineData("Authority", "/none.pem", "cannot be read")]
    [InlineData("Certificate", null, "is missing")]
    [InlineData("Key", null, "is missing")]
    [InlineData("Authority", null, "is missing")]
    [InlineData("Certificate", "empty", "no certificate")]
    [InlineData("Authority", "empty", "no certificate")]
    [InlineData("Key", "empty", "not the key")]
    [InlineData("Key", "stranger.other.key", "not the key")]
    public void Read_OneIsWrong_IsRefusedByItsName(string key, string? path, string problem)
    {
        File.WriteAllText(folder.File("empty"), "");
        stranger.Issue("other");
        var settings = authority.Issue("one");
        settings[$"Cluster:Tls:{key}"] = path is null ? "" : folder.File(path);

        var refusal = Assert.Throws<StartupException>(() => Read(settings));

        Assert.StartsWith($"scheduling: Cluster:Tls:{key} ", refusal.Line, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Line);
    }

    [Fact]
    public void Read_CertificateNoSiloWouldAccept_IsRefusedAtTheStart()
    {
        var mixed = authority.Issue("one");
        mixed["Cluster:Tls:Authority"] = stranger.AuthorityPath;

        var (expired, oneSided) = (authority.Issue("old", expired: true), authority.Issue("half", forClients: false));
        foreach (var settings in new[] { mixed, expired, oneSided })
        {
            var refusal = Assert.Throws<StartupException>(() => Read(settings));
            Assert.StartsWith("scheduling: Cluster:Tls:Certificate ", refusal.Line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Program_WrongPath_EndsWithOneLine()
    {
        var settings = authority.Issue("one");
        settings["Cluster:Tls:Authority"] = folder.File("none.pem");
        var options = Options("Host=127.0.0.1;Database=x", settings);

        var result = await SiloProcess.RunAsync(options, [.. options.Arguments()]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Cluster:Tls:Authority", result.ErrorLine, StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        authority.Dispose();
        stranger.Dispose();
        folder.Dispose();
    }

    private static ClusterTls? Read(Dictionary<string, string> settings) => ClusterTls.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings!).Build());

    private static X509Certificate2 Load(Dictionary<string, string> settings) =>
        X509CertificateLoader.LoadCertificateFromFile(settings["Cluster:Tls:Certificate"]);

    private SiloOptions Options(string database, Dictionary<string, string> settings) => new()
    {
        Folder = folder.Path,
        PostgreSql = database,
        Settings = new Dictionary<string, string>(settings) { ["Demo:Seed"] = "false" },
    };

    private static async Task<string> RegisterAsync(HttpClient admin, int number)
    {
        var query = $$"""
            mutation {
              registerNetwork(input: { name: "Network {{number}}", idempotencyKey: "tls-{{number}}" }) {
                network { name } errors { message }
              }
            }
            """;
        using var body = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync("graphql", body);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<object?> CountAsync(string database, string where)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"SELECT count(*) FROM cluster_silo WHERE {where}");
        return await command.ExecuteScalarAsync();
    }
}
