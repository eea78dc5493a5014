using Scheduling.Grains;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Import;

/// <summary>
/// How an import reaches the grains: through the server that has the SQLite file, if one runs; else through a silo of its
/// own, which on PostgreSQL joins the cluster for as long as the import takes.
/// </summary>
internal sealed class ImportConnection : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Store? _store;

    private ImportConnection(IHost host, Store? store) => (_host, _store) = (host, store);

    /// <summary>Connects by the settings among the arguments.</summary>
    /// <exception cref="StartupException">The settings or the store are not as they should be.</exception>
    public static async Task<IImportTarget> OpenAsync(ImportArguments arguments, CancellationToken cancellationToken)
    {
        var configured = ServerHost.CreateBuilder([.. arguments.HostArguments]);
        var settings = SettingsReader.Read(configured.Configuration, configured.Environment);
        var connection = settings.Provider == StorageProvider.Sqlite
            && StoreLock.ReadRunning(SqliteLocation.Of(settings).Path) is { } server
                ? new ImportConnection(ClientOf(server, settings), store: null)
                : await WithOwnSiloAsync(settings);
        try
        {
            await connection._host.StartAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return new GrainImportTarget(connection._host.Services.GetRequiredService<IGrainFactory>(), connection: connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    private static IHost ClientOf(RunningServer server, SchedulingSettings settings)
    {
        var builder = NewBuilder();
        builder.UseOrleansClient(client =>
            client.UseLocalhostClustering(server.GatewayPort, Clustering.ServiceId, settings.Cluster.Id));
        return builder.Build();
    }

    private static async Task<ImportConnection> WithOwnSiloAsync(SchedulingSettings settings)
    {
        var ports = SiloPorts.Choose(settings);
        var store = await Store.OpenAsync(settings, ports);
        var builder = NewBuilder();
        builder.Services.AddSchedulingGrains();
        builder.UseOrleans(silo => silo
            .UseSchedulingCluster(store, settings.Cluster, ports)
            .AddSchedulingStorage(store, settings.GroupCommit));
        return new ImportConnection(builder.Build(), store);
    }

    // Quiet: the terminal belongs to the progress bar and the report.
    private static HostApplicationBuilder NewBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        return builder;
    }
}
