using System.Reflection;

namespace Scheduling.Testing;

/// <summary>Stands for grains where none may be asked: whatever is called fails the test.</summary>
public class NoGrains : DispatchProxy
{
    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new InvalidOperationException($"No grain may be asked here, but {targetMethod?.Name} was called.");
}
