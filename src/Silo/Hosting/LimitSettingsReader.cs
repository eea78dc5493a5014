using System.Globalization;
using Scheduling.Api.Overload;

namespace Scheduling.Silo.Hosting;

/// <summary>Reads how much work the server takes on: the section <c>Limits</c>.</summary>
internal static class LimitSettingsReader
{
    private const int Most = 1_000_000;

    /// <summary>
    /// Reads them. In Development callers have no rate: there a few tokens stand for everybody, in tests and measurements.
    /// </summary>
    /// <exception cref="StartupException">One is not a number that it accepts.</exception>
    public static LimitOptions Read(IConfiguration configuration, bool development)
    {
        var defaults = development ? new LimitOptions { CallerRate = 0, AnonymousRate = 0 } : new LimitOptions();
        return new LimitOptions
        {
            Concurrency = Number(nameof(LimitOptions.Concurrency), defaults.Concurrency),
            Queue = Number(nameof(LimitOptions.Queue), defaults.Queue, least: 0),
            QueueSeconds = Number(nameof(LimitOptions.QueueSeconds), defaults.QueueSeconds, most: 300),
            CallerConcurrency = Number(nameof(LimitOptions.CallerConcurrency), defaults.CallerConcurrency),
            CallerRate = Number(nameof(LimitOptions.CallerRate), defaults.CallerRate, least: 0),
            CallerBurst = Number(nameof(LimitOptions.CallerBurst), defaults.CallerBurst),
            AnonymousRate = Number(nameof(LimitOptions.AnonymousRate), defaults.AnonymousRate, least: 0),
            AnonymousBurst = Number(nameof(LimitOptions.AnonymousBurst), defaults.AnonymousBurst),
            Streams = Number(nameof(LimitOptions.Streams), defaults.Streams),
            PendingStorage = Number(nameof(LimitOptions.PendingStorage), defaults.PendingStorage),
        };

        int Number(string key, int otherwise, int least = 1, int most = Most)
        {
            var name = $"Limits:{key}";
            return SettingsReader.Text(configuration, name) is not { } text ? otherwise
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? number
                    : throw StartupException.Setting(name, $"is '{text}'", $"a whole number from {least} to {most}");
        }
    }
}
