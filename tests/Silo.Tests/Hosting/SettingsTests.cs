using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>A wrong setting is refused in one line that names it and says what it accepts.</summary>
public sealed class SettingsTests(PostgresServer postgres) : IDisposable
{
    private const string Store = "ConnectionStrings:Scheduling";

    private readonly TempFolder folder = new();

    private static HostingEnvironment Development => new() { EnvironmentName = "Development" };

    [Theory]
    [InlineData("--Storage:Provider=Oracle", "Storage:Provider", "Sqlite or PostgreSql")]
    [InlineData("--Storage:Provider=PostgreSql", Store, "Host=")]
    [InlineData($"--{Store}=Data Source=/proc/none/x.db", Store, "can be written")]
    [InlineData($"--{Store}=Data Source=:memory:", Store, "Data Source=PATH")]
    [InlineData($"--{Store}=Hots=1", Store, "Data Source=PATH")]
    [InlineData("--Storage:GroupCommit=sometimes", "Storage:GroupCommit", "true or false")]
    [InlineData("--Cluster:SiloPort=70000", "Cluster:SiloPort", "1 to 65535")]
    [InlineData("--Cluster:GatewayPort=many", "Cluster:GatewayPort", "1 to 65535")]
    [InlineData("--Cluster:Address=here", "Cluster:Address", "IP address")]
    [InlineData("--Cluster:FailureDetection=10", "Cluster:FailureDetection", "PT4S to PT5M")]
    [InlineData("--Cluster:FailureDetection=PT1S", "Cluster:FailureDetection", "PT4S to PT5M")]
    [InlineData("--Cluster:Tls:Certificat=x.pem", "Cluster:Tls:Certificat", "Certificate, Key, Authority")]
    [InlineData("--urls=nowhere", "urls", "http://")]
    [InlineData("--urls=http://127.0.0.1:99999", "urls", "65535")]
    [InlineData("--urls=http://192.0.2.1:5080", "urls", "free port")]
    [InlineData("--Metrics:Prometheus=maybe", "Metrics:Prometheus", "true or false")]
    [InlineData("--Authentication:Authority=ftp://issuer", "Authentication:Authority", "https://")]
    [InlineData("--Authentication:Authority=https://issuer.example", "Authentication:Audience", "audience")]
    [InlineData("--Authentication:Issuer=me", "Authentication:Issuer", "Authentication:PublicKey")]
    [InlineData("--Storage:Providr=Sqlite", "Storage:Providr", "Provider")]
    [InlineData("--Limits:Concurrency=0", "Limits:Concurrency", "from 1 to")]
    [InlineData("--Limits:CallerRate=-1", "Limits:CallerRate", "from 0 to")]
    [InlineData("--Limits:QueueSeconds=1h", "Limits:QueueSeconds", "from 1 to 300")]
    [InlineData("--Limits:Rate=5", "Limits:Rate", "CallerRate")]
    [InlineData("--Cors:Origins=screens.example", "Cors:Origins", "https://")]
    [InlineData("--Cors:Origins=https://screens.example/page", "Cors:Origins", "https://")]
    [InlineData("--Proxy:Trusted=nginx", "Proxy:Trusted", "IP addresses or networks")]
    public async Task Start_WrongSetting_IsRefusedInOneLine(string setting, string named, string accepted)
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(setting));

        Assert.Contains(named, refusal.Line, StringComparison.Ordinal);
        Assert.Contains(accepted, refusal.Line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Line);
        Assert.Equal(1, refusal.ExitCode);
    }

    [Theory]
    [InlineData(1, "Storage:Provider", "--Storage:Provider=Oracle")]
    [InlineData(1, Store, $"--{Store}=Data Source=/proc/none/x.db")]
    [InlineData(1, Store, "--Storage:Provider=PostgreSql", $"--{Store}=Host=127.0.0.1;Port=1;Database=x;Username=x")]
    [InlineData(1, "urls", "--urls", "http://127.0.0.1:1;nothing")]
    [InlineData(2, "--Stroage:Provider", "--Stroage:Provider=PostgreSql")]
    [InlineData(2, "serve", "serve")]
    [InlineData(2, "urls", "--urls")]
    public async Task Program_WrongCommandLine_SaysSoInOneLineOnStandardError(
        int exitCode, string named, params string[] arguments)
    {
        var result = await SiloProcess.RunAsync(new SiloOptions { Folder = folder.Path }, arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(named, result.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_UrlInUse_IsRefusedInOneLine()
    {
        await using var first = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        using var other = new TempFolder();

        var result = await SiloProcess.RunAsync(new SiloOptions { Folder = other.Path }, $"--urls={first.Url}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("urls", result.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DatabaseThatIsNotThere_IsRefusedAndHidesThePassword()
    {
        var missing = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync())
        {
            Database = "nowhere",
            Password = "hunter2",
        };

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            StartAsync("--Storage:Provider=PostgreSql", $"--{Store}={missing.ConnectionString}"));

        Assert.Contains(Store, refusal.Line, StringComparison.Ordinal);
        Assert.Contains("does not exist", refusal.Line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingSet_IsOneSiloOnSqliteOnLoopback()
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().Build(), Development);

        Assert.Equal([SchedulingSettings.DefaultUrl], settings.Urls);
        Assert.Equal((StorageProvider.Sqlite, true), (settings.Provider, settings.Prometheus));
        Assert.EndsWith("data/scheduling.db", SqliteLocation.Of(settings).Path, StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private async Task StartAsync(params string[] arguments)
    {
        KnownSettings.RefuseUnknownArguments(arguments);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("urls", "http://127.0.0.1:0")])
            .AddCommandLine(arguments)
            .Build();
        var settings = SettingsReader.Read(configuration, Development);
        if (settings.ConnectionString is null)
            settings = settings with { ConnectionString = $"Data Source={folder.File("store.db")}" };
        var ports = SiloPorts.Choose(settings);
        await using var store = await Silo.Storage.Store.OpenAsync(settings, ports);
        ServerHost.RequireFreeUrls(settings.Urls);
    }
}
