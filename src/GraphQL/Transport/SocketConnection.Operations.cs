using System.Security.Claims;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>The operations of one socket. <see cref="_operations"/> is also the lock that orders their messages and their end.</summary>
internal sealed partial class SocketConnection
{
    private static readonly ClaimsPrincipal s_anonymous = new(new ClaimsIdentity());
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private bool _draining;

    private sealed class Operation(string id)
    {
        // Without links or timers, so it needs no disposal, which would race with the end.
        private readonly CancellationTokenSource _ended = new();

        public string Id => id;

        public CancellationToken Ended => _ended.Token;

        public bool Streams { get; set; }

        public void End() => _ended.Cancel();
    }

    private void Start(string id, OperationRequest request)
    {
        lock (_operations)
        {
            if (_operations.ContainsKey(id))
            {
                Close(SocketClose.Duplicate(id));
                return;
            }
            var maximum = _transport.Options.MaxOperationsPerSocket;
            if (_operations.Count >= maximum)
            {
                Enqueue(SocketMessage.Error(id, [
                    new LimitExceededError("operations", maximum, $"This socket has {maximum} operations under way already.")]));
                return;
            }
            if (_draining)
                return; // the socket is about to be closed, and the client to come back and ask again
            var operation = new Operation(id);
            _operations.Add(id, operation);
            _ = Task.Run(() => RunAsync(operation, request)); // answers for its own failures
        }
    }

    private async Task RunAsync(Operation operation, OperationRequest request)
    {
        try
        {
            var context = new TransportContext(mutations: true, subscriptions: true);
            var result = await ExecuteAsync(operation, request, context);
            if (result.Streams?.Values.SingleOrDefault() is { } stream)
                await StreamAsync(operation, stream, context.Flow);
            // A source stream that cannot start is reported as executed, without data.
            else if (!result.Executed || result.Operation?.Operation == OperationType.Subscription)
                Finish(operation, SocketMessage.Error(operation.Id, result.Errors ?? []));
            else
                Finish(operation, SocketMessage.Next(operation.Id, result), SocketMessage.Complete(operation.Id));
        }
        catch (OperationCanceledException) when (operation.Ended.IsCancellationRequested)
        {
            Finish(operation);
        }
        catch (Exception failure)
        {
            Finish(operation, SocketMessage.Error(operation.Id, [_transport.Masking.Mask(failure, "(socket)")]));
        }
    }

    private async Task<ExecutionResult> ExecuteAsync(Operation operation, OperationRequest request, TransportContext context)
    {
        var user = _caller?.User ?? s_anonymous;
        using var admission = await _transport.Gate.EnterAsync(user, _address, operation.Ended);
        if (admission.Refusal is { } refusal)
            return new ExecutionResult(refusal);
        // A stream does not keep it: each of its events has a scope of its own.
        await using var scope = _transport.Scopes.CreateAsyncScope();
        return await _transport.Executor.ExecuteAsync(
            request, user, scope.ServiceProvider, context, operation.Ended);
    }

    private async Task StreamAsync(Operation operation, IObservable<ExecutionResult> stream, StreamFlow flow)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = operation.Ended.Register(() => ended.TrySetResult());
        lock (_operations)
        {
            operation.Streams = true;
            CloseWhenDrained();
        }
        using var subscription = stream.Subscribe(new ResultObserver(
            result => Send(operation, SocketMessage.Next(operation.Id, result), flow),
            error =>
            {
                Finish(operation, error is null
                    ? SocketMessage.Complete(operation.Id)
                    : SocketMessage.Error(operation.Id, [error]));
                ended.TrySetResult();
            },
            _transport.Masking));
        await ended.Task;
    }

    private void Send(Operation operation, ReadOnlyMemory<byte> message, StreamFlow flow)
    {
        lock (_operations)
        {
            if (IsUnderWay(operation))
                Enqueue(message, flow);
        }
    }

    /// <summary>The operation's last messages; the id is free for another one from here.</summary>
    private void Finish(Operation operation, params ReadOnlySpan<ReadOnlyMemory<byte>> messages)
    {
        lock (_operations)
        {
            if (!IsUnderWay(operation))
                return;
            foreach (var message in messages)
                Enqueue(message);
            _operations.Remove(operation.Id);
            CloseWhenDrained();
        }
    }

    private bool IsUnderWay(Operation operation) =>
        _operations.TryGetValue(operation.Id, out var current) && ReferenceEquals(current, operation);

    private void EndOperation(string id)
    {
        Operation? operation;
        lock (_operations)
            _operations.Remove(id, out operation);
        operation?.End(); // outside the lock: what it wakes may want to send
    }

    private void EndOperations()
    {
        Operation[] operations;
        lock (_operations)
        {
            operations = [.. _operations.Values];
            _operations.Clear();
        }
        foreach (var operation in operations)
            operation.End();
    }

    /// <summary>The server stops: queries and mutations under way may finish, subscriptions end with the socket.</summary>
    private void Drain()
    {
        _drainLimit = TimeProvider.System.CreateTimer(
            _ => Close(SocketClose.GoingAway), null, _transport.Options.CloseTimeout, Timeout.InfiniteTimeSpan);
        lock (_operations)
        {
            _draining = true;
            CloseWhenDrained();
        }
    }

    private void CloseWhenDrained()
    {
        if (_draining && _operations.Values.All(operation => operation.Streams))
            Close(SocketClose.GoingAway);
    }
}
