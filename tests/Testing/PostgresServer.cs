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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string settings;
    private readonly TempFolder folder = new();
    private readonly int port = FreePorts.Take(1)[0];
    private int databases;

    /// <summary>The tests' own.</summary>
    public PostgresServer() : this("-c fsync=off -c max_connections=200")
    {
    }

    private PostgresServer(string settings) => this.settings = settings;

    private string Data => folder.File("data");

    /// <summary>One with other settings, each as <c>-c NAME=VALUE</c>.</summary>
    public static PostgresServer With(string settings) => new(settings);

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
        var place = string.Create(
            CultureInfo.InvariantCulture, $"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder.Path}");
        return RunToolAsync("pg_ctl", "-D", Data, "-l", folder.File("log"), "-w", "-o", $"{place} {settings}", "start");
    }

    /// <summary>Stops it as a crash would; the data stays.</summary>
    public Task StopAsync() => RunToolAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Stops all of its processes where they stand: connections stay open, and nothing answers.</summary>
    public void Pause()
    {
        var postmaster = Postmaster();
        Signals.SendStop(postmaster); // first, so that it begins no other
        foreach (var child in Children(postmaster))
            Signals.SendStop(child);
    }

    /// <summary>Lets them go on.</summary>
    public void Resume()
    {
        var postmaster = Postmaster();
        foreach (var child in Children(postmaster))
            Signals.SendContinue(child);
        Signals.SendContinue(postmaster);
    }

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

    /// <summary>Runs a client program of PostgreSQL, such as <c>pg_dump</c>, to its end; it is told where the server is.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task RunClientAsync(string tool, params string[] arguments) =>
        RunAsync(Find(tool), ["--host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={port}"), $"--username={User}", .. arguments]);

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={User};Database={database}");

    private void StopWithProcess(object? sender, EventArgs arguments) => StopAsync().Wait(Patience);

    private int Postmaster() =>
        int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static int[] Children(int parent) =>
        [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

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
