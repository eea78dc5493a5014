using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace Scheduling.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, on a free port of loopback, run as an ordinary user as it insists on. It does
/// not wait for the disk, since no test cuts its power.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";
    private const string Settings = "-c fsync=off -c max_connections=200";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TempFolder folder = new();
    private readonly int port = FreePorts.Take(1)[0];
    private int databases;

    private string Data => folder.File("data");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", User, folder.Path);
        await RunToolAsync("initdb", "-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        AppDomain.CurrentDomain.ProcessExit += StopWithProcess;
        await StartAsync();
    }

    /// <summary>Starts it, again after <see cref="StopAsync"/>.</summary>
    public Task StartAsync()
    {
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder.Path} {Settings}");
        return RunToolAsync("pg_ctl", "-D", Data, "-l", folder.File("log"), "-w", "-o", settings, "start");
    }

    /// <summary>Stops it as a crash would; the data stays.</summary>
    public Task StopAsync() => RunToolAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>A new empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var server = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var create = server.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopWithProcess;
        NpgsqlConnection.ClearAllPools();
        await StopAsync();
        folder.Dispose();
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={User};Database={database}");

    private void StopWithProcess(object? sender, EventArgs arguments) => StopAsync().Wait(Patience);

    private static Task RunToolAsync(string tool, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", User, "--", Find(tool), .. arguments])
            : RunAsync(Find(tool), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" };
        var result = await ProcessResult.RunAsync(start, Patience);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {result.Output}{result.Errors}");
    }

    // Debian keeps them off the path.
    private static string Find(string tool)
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return versions.OrderByDescending(version => version, StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin", tool))
            .FirstOrDefault(File.Exists) ?? tool;
    }
}
