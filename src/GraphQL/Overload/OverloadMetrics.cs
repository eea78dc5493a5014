using System.Diagnostics.Metrics;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Overload;

/// <summary>
/// What was let in, waited and was refused, under the names that OpenTelemetry's conventions give to rate limiting in
/// ASP.NET Core. The policy is the setting that decided.
/// </summary>
internal static class OverloadMetrics
{
    private const string Policy = "aspnetcore.rate_limiting.policy";
    private const string Result = "aspnetcore.rate_limiting.result";
    private static readonly Meter s_meter = new(Telemetry.MeterName);

    private static readonly Counter<long> s_requests = s_meter.CreateCounter<long>(
        "aspnetcore.rate_limiting.requests", "{request}", "Operations that asked to run, by what became of them.");

    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>(
        "aspnetcore.rate_limiting.active_request_leases", "{request}", "Operations that run.");

    private static readonly UpDownCounter<long> s_queued = s_meter.CreateUpDownCounter<long>(
        "aspnetcore.rate_limiting.queued_requests", "{request}", "Operations that wait for their turn.");

    private static readonly UpDownCounter<long> s_streams = s_meter.CreateUpDownCounter<long>(
        "scheduling.streams", "{stream}", "WebSockets and event streams that are open.");

    public static void Entered()
    {
        s_active.Add(1);
        s_requests.Add(1, new KeyValuePair<string, object?>(Result, "acquired"));
    }

    public static void Left() => s_active.Add(-1);

    public static void Queued(int difference) => s_queued.Add(difference);

    public static void Streams(int difference) => s_streams.Add(difference);

    public static void Canceled() => s_requests.Add(1, new KeyValuePair<string, object?>(Result, "request_canceled"));

    public static OverloadError Refused(OverloadError error)
    {
        s_requests.Add(1,
            new KeyValuePair<string, object?>(Result, error.StatusCode == 429 ? "endpoint_limiter" : "global_limiter"),
            new KeyValuePair<string, object?>(Policy, error.Limit));
        return error;
    }
}
