using System.Collections.Frozen;
using Scheduling.Api.Overload;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// The settings there are. A misspelt one would otherwise be ignored in silence, and a server that should have used
/// PostgreSQL would start on an empty file.
/// </summary>
internal static class KnownSettings
{
    private static readonly FrozenDictionary<string, string[]> Own = new Dictionary<string, string[]>
    {
        ["Storage"] = ["Provider", "GroupCommit"],
        ["ConnectionStrings"] = ["Scheduling"],
        ["Cluster"] = ["Id", "Address", "SiloPort", "GatewayPort", "FailureDetection", "Tls"],
        ["Cluster:Tls"] = ["Certificate", "Key", "Authority"],
        ["Authentication"] = ["Authority", "Audience", "PublicKey", "Issuer"],
        ["Metrics"] = ["Prometheus"],
        ["Demo"] = ["Seed"],
        ["Limits"] = [.. typeof(LimitOptions).GetProperties().Select(limit => limit.Name)],
        ["Cors"] = ["Origins"],
        ["Proxy"] = ["Trusted"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Read by ASP.NET Core itself; allowed on the command line as well.
    private static readonly FrozenSet<string> OfTheHost = FrozenSet.ToFrozenSet(
        ["urls", "environment", "contentRoot", "applicationName", "Logging", "Kestrel", "AllowedHosts"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a key of our own sections that nothing reads.</summary>
    /// <exception cref="StartupException">One of our sections holds a key that nothing reads.</exception>
    public static void RefuseUnknown(IConfiguration configuration)
    {
        foreach (var (section, keys) in Own)
        {
            foreach (var key in configuration.GetSection(section).GetChildren().Select(child => child.Key))
            {
                if (!keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                    throw StartupException.Setting($"{section}:{key}", $"is unknown in {section}", string.Join(", ", keys));
            }
        }
    }

    /// <summary>
    /// Refuses what configuration would silently pass over: words, and options of sections nothing reads.
    /// </summary>
    /// <exception cref="StartupException">An argument is not a setting.</exception>
    public static void RefuseUnknownArguments(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..].Split('=', 2)[0] : null;
            var section = name?.Split(':', 2)[0];
            if (section is null || !(Own.ContainsKey(section) || OfTheHost.Contains(section)))
            {
                throw new StartupException(
                    $"'{argument}' is not a setting: there are --urls URL, --environment NAME, and --Section:Key=VALUE "
                    + $"with a section of {string.Join(", ", Own.Keys)}.",
                    StartupException.WrongArguments);
            }

            var valueIsNext = !argument.Contains('=', StringComparison.Ordinal);
            if (valueIsNext && ++index == arguments.Count)
                throw new StartupException($"{name} has no value.", StartupException.WrongArguments);
        }
    }
}
