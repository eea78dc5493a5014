using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scheduling.Cluster.Tests.Staging;

/// <summary>A cluster of processes, started and maltreated by <c>deploy/local-cluster.sh</c>.</summary>
/// <param name="folder">Where all of it lies.</param>
internal sealed partial class LocalCluster(string folder)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly string s_script = Path.Combine(BuiltProgram.Root, "deploy", "local-cluster.sh");

    /// <summary>One of its silos.</summary>
    /// <param name="Number">From 1 on.</param>
    /// <param name="Url">Where it serves.</param>
    /// <param name="Process">Its process; null when it does not run.</param>
    internal sealed record Silo(int Number, Uri Url, int? Process);

    /// <summary>Where all of it lies.</summary>
    public string Folder => folder;

    /// <summary>The load balancer.</summary>
    public Uri Url => new(Description().Text("url"));

    /// <summary>The database itself.</summary>
    public string Database => Description().Text("database");

    /// <summary>As they were when the script ran last.</summary>
    public IReadOnlyList<Silo> Silos => [.. Description().List("silos").Select(silo => new Silo(
        silo.Number("number"), new Uri(silo.Text("url")), silo.IsNull("pid") ? null : silo.Number("pid")))];

    /// <summary>Runs a command of the script.</summary>
    /// <exception cref="InvalidOperationException">It failed; says why.</exception>
    public async Task RunAsync(string command, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [s_script, command, folder, .. arguments]) { WorkingDirectory = "/" };
        start.Environment["SCHEDULING_PATIENCE"] = "180";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var result = await ProcessResult.RunAsync(start, s_patience);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: {result.Output}{result.Errors}");
    }

    /// <summary>Runs a command about one silo.</summary>
    public Task RunAsync(string command, int silo) => RunAsync(command, new Dictionary<string, string>(), silo.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs a command.</summary>
    public Task RunAsync(string command, params string[] arguments) => RunAsync(command, new Dictionary<string, string>(), arguments);

    /// <summary>The port at which other silos reach this one.</summary>
    public int SiloPort(int silo)
    {
        var setting = Setting().Matches(File.ReadAllText(Path.Combine(folder, "settings")))
            .Single(match => match.Groups["name"].Value == $"silo_{silo}");
        return int.Parse(setting.Groups["value"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>What a silo has logged so far.</summary>
    public string LogOf(int silo)
    {
        using var file = new FileStream(Path.Combine(folder, $"silo-{silo}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }

    /// <summary>True while its process runs.</summary>
    public bool Runs(int silo) => Silos.Single(one => one.Number == silo).Process is { } process && IsAlive(process);

    // The children of the script are not ours: whether one is a zombie is told by its state.
    private static bool IsAlive(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private JsonElement Description() => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cluster.json"))).RootElement;

    [GeneratedRegex("\\[(?<name>[a-z_0-9]+)\\]=\"(?<value>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
