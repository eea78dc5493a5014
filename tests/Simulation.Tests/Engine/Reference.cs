using System.Reflection;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>Stands for a grain: each call becomes a message of whoever is running.</summary>
public class Reference : DispatchProxy
{
    private Cluster? _cluster;
    private GrainId _grain;

    internal static object To(Type type, Cluster cluster, GrainId grain)
    {
        var reference = (Reference)Create(type, typeof(Reference));
        (reference._cluster, reference._grain) = (cluster, grain);
        return reference;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _cluster!.Send(_grain, Call.Of(targetMethod!), args ?? []);
}

/// <summary>A grain that takes no part in the protocol: whatever it is told, it has heard.</summary>
public class DeafReference : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task) ? Task.CompletedTask : throw new NotSupportedException($"{targetMethod.Name} is not simulated.");
}
