using System.Collections.Concurrent;
using System.Reflection;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>A call on its way to a grain.</summary>
internal sealed record Message(GrainId To, Call Call, object?[] Arguments, Silo From)
{
    public override string ToString() => $"{Call.Name} to {To.Key}";
}

/// <summary>A method of a grain's interface.</summary>
internal sealed class Call
{
    private static readonly ConcurrentDictionary<MethodInfo, Call> s_known = new();
    private readonly Func<Reply> _newReply;

    private Call(MethodInfo method)
    {
        Method = method;
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? TimeSpan.FromSeconds(30);
        var answer = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(bool);
        var ctor = typeof(Reply<>).MakeGenericType(answer).GetConstructor([])!;
        _newReply = System.Linq.Expressions.Expression.Lambda<Func<Reply>>(System.Linq.Expressions.Expression.New(ctor)).Compile();
    }

    public MethodInfo Method { get; }

    public string Name => Method.Name;

    /// <summary>How long the caller waits for an answer.</summary>
    public TimeSpan Timeout { get; }

    public static Call Of(MethodInfo method) => s_known.GetOrAdd(method, static method => new Call(method));

    public Reply NewReply() => _newReply();

    public Task Invoke(object grain, object?[] arguments) =>
        (Task)Method.Invoke(grain, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}

/// <summary>What a caller waits for.</summary>
internal abstract class Reply
{
    public abstract Task Task { get; }

    /// <summary>Ends the wait with what a call came to.</summary>
    public abstract void Take(Task done);

    public abstract void Fail(Exception failure);
}

/// <summary>An answer of this type; of a call that answers nothing, true.</summary>
internal sealed class Reply<T> : Reply
{
    private readonly TaskCompletionSource<T> _source = new();

    public override Task Task => _source.Task;

    public override void Take(Task done)
    {
        if (done.IsFaulted)
            Fail(done.Exception.InnerException!);
        else
            _source.TrySetResult(done is Task<T> answered ? answered.Result : default!);
    }

    public override void Fail(Exception failure) => _source.TrySetException(failure);
}
