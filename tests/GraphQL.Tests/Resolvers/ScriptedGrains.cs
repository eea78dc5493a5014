using System.Collections.Concurrent;
using System.Reflection;

namespace Scheduling.Api.Tests.Resolvers;

/// <summary>
/// Grain references that answer from a script and remember what they were asked: how inputs become commands, and how
/// often a grain is asked, is decided before any cluster. A call without a line in the script fails the test.
/// </summary>
public class ScriptedGrains : DispatchProxy
{
    // No key was ever used before, unless a test says so.
    private readonly Dictionary<string, Func<string, object>> _script = new(StringComparer.Ordinal)
    {
        ["IRequestKeysGrain.TakeAsync"] = _ => Task.FromResult(true),
        ["IRequestKeysGrain.SettleAsync"] = _ => Task.CompletedTask,
    };

    /// <summary>Every call so far: the method, the grain's key, the arguments.</summary>
    public ConcurrentQueue<(string Method, string Key, object?[] Arguments)> Calls { get; } = new();

    public static (IGrainFactory Factory, ScriptedGrains Script) Create()
    {
        var factory = Create<IGrainFactory, ScriptedGrains>();
        return (factory, (ScriptedGrains)(object)factory);
    }

    /// <summary>What a method such as <c>IRoomGrain.GetAsync</c> answers, by the grain's key.</summary>
    public ScriptedGrains On<T>(string method, Func<string, T> answer)
    {
        _script[method] = key => Task.FromResult(answer(key));
        return this;
    }

    public T Command<T>(string method) => (T)Calls.Single(call => call.Method == method).Arguments[0]!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.GetGenericArguments()[0];
        var reference = typeof(DispatchProxy).GetMethod(nameof(DispatchProxy.Create), 2, [])!
            .MakeGenericMethod(type, typeof(Reference)).Invoke(null, null)!;
        ((Reference)reference).Answer = (method, arguments) =>
        {
            var name = $"{type.Name}.{method}";
            Calls.Enqueue((name, args![0]!.ToString()!, arguments));
            return _script.TryGetValue(name, out var answer)
                ? answer(args[0]!.ToString()!)
                : throw new InvalidOperationException($"{name} is not in the script.");
        };
        return reference;
    }

    public class Reference : DispatchProxy
    {
        public Func<string, object?[], object>? Answer { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Answer!(targetMethod!.Name, args ?? []);
    }
}
