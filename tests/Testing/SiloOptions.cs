using System.Diagnostics;

namespace Scheduling.Testing;

/// <summary>How a silo is started.</summary>
public sealed record SiloOptions
{
    /// <summary>The directory it is started in; its default store lies under <c>data/</c> there.</summary>
    public required string Folder { get; init; }

    /// <summary>The environment's name. Default: Development.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>A connection string: the store is PostgreSQL then. Default: SQLite in <see cref="Folder"/>.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>More settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>A command to start the program with, such as one that sets limits and then becomes the program.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>The program, in the configuration that runs.</summary>
    public static string Program { get; } = BuiltProgram.Find("src/Silo", "Scheduling.Silo");

    /// <summary>The arguments that stand for all of this.</summary>
    public IEnumerable<string> Arguments()
    {
        if (!Settings.ContainsKey("urls"))
            yield return "--urls=http://127.0.0.1:0";
        foreach (var (name, value) in Settings)
            yield return $"--{name}={value}";
        if (PostgreSql is null)
            yield break;

        yield return "--Storage:Provider=PostgreSql";
        yield return $"--ConnectionStrings:Scheduling={PostgreSql}";
        var ports = FreePorts.Take(2);
        if (!Settings.ContainsKey("Cluster:SiloPort"))
            yield return $"--Cluster:SiloPort={ports[0]}";
        if (!Settings.ContainsKey("Cluster:GatewayPort"))
            yield return $"--Cluster:GatewayPort={ports[1]}";
    }

    /// <summary>A start of the program with these arguments and no setting from the tests' own environment.</summary>
    public ProcessStartInfo ToStart(IEnumerable<string> arguments)
    {
        string[] command = [.. Launcher, Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = Folder };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = Environment;
        return start;
    }

    private static bool IsSetting(string variable) =>
        variable.Contains("__", StringComparison.Ordinal)
        || variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || variable.StartsWith("OTEL_", StringComparison.Ordinal)
        || variable.Equals("DOTNET_ENVIRONMENT", StringComparison.Ordinal);
}
