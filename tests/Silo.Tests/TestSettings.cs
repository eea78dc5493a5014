using System.Net;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Tests;

/// <summary>Settings as the program would have read them.</summary>
internal static class TestSettings
{
    /// <summary>A SQLite store in this file.</summary>
    public static SchedulingSettings Sqlite(string path) => Of(StorageProvider.Sqlite, $"Data Source={path}");

    /// <summary>A PostgreSQL store in this database.</summary>
    public static SchedulingSettings PostgreSql(string connectionString) => Of(StorageProvider.PostgreSql, connectionString);

    private static SchedulingSettings Of(StorageProvider provider, string connectionString) => new()
    {
        IsDevelopment = true,
        Urls = ["http://127.0.0.1:0"],
        Provider = provider,
        ConnectionString = connectionString,
        Cluster = new ClusterSettings("test", IPAddress.Loopback, SiloPort: null, GatewayPort: null),
        Identity = new IdentitySettings(Authority: null, Audience: null, PublicKey: null, Issuer: null),
        Prometheus = false,
    };
}
