using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Scheduling.Silo.Identity;

namespace Scheduling.Silo.Hosting;

/// <summary>Logs, metrics and traces.</summary>
internal static class Observability
{
    private const string MetricsPath = "/metrics";

    // The domain's own meter and activity source carry this name.
    private const string OwnName = "Scheduling";

    private static readonly string[] OrleansSources =
    [
        "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Lifecycle",
        "Microsoft.Orleans.Storage",
    ];

    /// <summary>
    /// Writes logs to standard output, one line each (JSON outside Development); collects metrics and traces only for
    /// somebody who takes them: an OTLP endpoint by OpenTelemetry's own environment names, or <c>/metrics</c>.
    /// </summary>
    public static void AddSchedulingObservability(this WebApplicationBuilder builder, SchedulingSettings settings)
    {
        builder.Logging.ClearProviders();
        if (settings.IsDevelopment)
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }

        var exports = ExportsTraces(builder.Configuration);
        if (!exports && !settings.Prometheus)
            return;

        var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? "scheduling";
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(OwnName, "Microsoft.Orleans", "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation();
                if (settings.Prometheus)
                    metrics.AddPrometheusExporter();
            });
        if (exports)
        {
            telemetry.WithTracing(traces =>
                traces.AddSource([OwnName, "Npgsql", .. OrleansSources]).AddAspNetCoreInstrumentation());
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>True when somebody takes traces: only then calls between grains carry them, which costs each call.</summary>
    public static bool ExportsTraces(IConfiguration configuration) =>
        SettingsReader.Text(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT") is not null;

    /// <summary>
    /// Serves metrics to an administrator, or to a scraper on this machine that came directly. (Behind a proxy on this
    /// machine every caller seems to be local; such a request says so in a header.)
    /// </summary>
    public static void MapSchedulingMetrics(this WebApplication app, SchedulingSettings settings)
    {
        if (!settings.Prometheus)
            return;

        app.MapPrometheusScrapingEndpoint(MetricsPath).RequireAuthorization(policy => policy.RequireAssertion(request =>
            request.User.IsInRole(Roles.Admin) || (request.Resource is HttpContext context && IsDirectAndLocal(context))));
    }

    private static bool IsDirectAndLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName) && !context.Request.Headers.ContainsKey("Forwarded");
}
