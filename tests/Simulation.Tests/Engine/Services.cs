using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Core;
using Orleans.Serialization.Activators;
using Orleans.Serialization.Serializers;
using Orleans.Timers;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>What Orleans' own parts ask for: those that grains and their records are made with.</summary>
internal sealed class Services : IServiceProvider
{
    private static readonly Type s_bridges = typeof(StateStorageBridge<>).Assembly.GetType("Orleans.Core.StateStorageBridgeSharedMap")!;
    private static readonly ConcurrentDictionary<Type, object> s_instruments = new();
    private static readonly Meters s_meters = new();
    private readonly Dictionary<Type, object> _known;

    public Services(Cluster cluster, IReminderRegistry reminders)
    {
        var runtime = new Runtime(cluster, this);
        _known = new Dictionary<Type, object>
        {
            [typeof(ILoggerFactory)] = NullLoggerFactory.Instance,
            [typeof(IActivatorProvider)] = new Activators(),
            [typeof(IGrainRuntime)] = runtime,
            [typeof(ITimerRegistry)] = runtime,
            [typeof(IReminderRegistry)] = reminders,
            [typeof(IGrainFactory)] = runtime.GrainFactory,
        };
        _known[s_bridges] = ActivatorUtilities.CreateInstance(this, s_bridges);
    }

    // Orleans' instruments, which nobody reads here, are made when they are first asked for, and once for all runs.
    public object? GetService(Type serviceType) => _known.TryGetValue(serviceType, out var known) ? known
        : serviceType == typeof(IMeterFactory) ? s_meters
        : serviceType is { IsClass: true, IsAbstract: false, Namespace: "Orleans.Runtime" }
            ? s_instruments.GetOrAdd(serviceType, (type, services) => ActivatorUtilities.CreateInstance(services, type), this)
            : null;

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }

    private sealed class Activators : IActivatorProvider
    {
        public IActivator<T> GetActivator<T>() => new NewActivator<T>();
    }

    private sealed class NewActivator<T> : IActivator<T>
    {
        public T Create() => Activator.CreateInstance<T>();
    }

    private sealed class Runtime(Cluster cluster, IServiceProvider services) : IGrainRuntime, ITimerRegistry
    {
        public SiloAddress SiloAddress => throw new NotSupportedException();

        public string SiloIdentity => throw new NotSupportedException();

        public IGrainFactory GrainFactory { get; } = new References(cluster);

        public ITimerRegistry TimerRegistry => this;

        public IServiceProvider ServiceProvider => services;

        public TimeProvider TimeProvider => throw new NotSupportedException();

        public void DeactivateOnIdle(IGrainContext grainContext) =>
            grainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It asked for it."));

        public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => throw new NotSupportedException();

        public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) => throw new NotSupportedException();

        public IDisposable RegisterTimer(IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException();

        // The product has only such that come once.
        public IGrainTimer RegisterGrainTimer<TState>(
            IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            var activation = (Activation)grainContext;
            return new Timer(cluster.Course.After(options.DueTime, () => _ = activation.Run(() => callback(state, CancellationToken.None))));
        }
    }

    private sealed class Timer(Happening next) : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => next.Cancel();
    }
}
