using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers; nothing else counts, since a restart cures no database.
/// <c>/health/ready</c>: requests may be sent here.
/// </summary>
internal static class Health
{
    /// <summary>Where liveness is asked for.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Where readiness is asked for.</summary>
    public const string ReadyPath = "/health/ready";

    private static readonly TimeSpan PatienceWithStore = TimeSpan.FromSeconds(2);

    /// <summary>Adds what readiness asks.</summary>
    public static IServiceCollection AddSchedulingHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<NotStoppingCheck>("stopping")
            .AddCheck<SiloCheck>("silo")
            .AddCheck<StoreCheck>("store", timeout: PatienceWithStore);
        return services;
    }

    /// <summary>Maps both; anybody may ask.</summary>
    public static void MapSchedulingHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            failing = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => check.Key),
            reasons = report.Entries.Where(check => check.Value.Description is not null)
                .ToDictionary(check => check.Key, check => check.Value.Description),
        });

    private static HealthCheckResult Of(bool healthy) =>
        healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();

    private sealed class NotStoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(Of(!lifetime.ApplicationStopping.IsCancellationRequested));
    }

    private sealed class SiloCheck(ISiloStatusOracle oracle) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(Of(oracle.CurrentStatus == SiloStatus.Active));
    }

    private sealed class StoreCheck(Store store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.PingAsync(cancellationToken);
                return await store.WhyNotWritableAsync(cancellationToken) is { } reason
                    ? HealthCheckResult.Unhealthy(reason)
                    : HealthCheckResult.Healthy();
            }
            catch (Exception failure) when (failure is DbException or IOException or InvalidOperationException)
            {
                return Of(healthy: false);
            }
        }
    }
}
