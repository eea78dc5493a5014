using System.Security.Claims;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Options;
using Scheduling.Api.Transport;

namespace Scheduling.Api.Execution;

/// <summary>Runs one operation for any transport.</summary>
internal sealed class GraphQLExecutor(
    IDocumentExecuter executer, ISchema schema, IOptions<GraphQLTransportOptions> options)
{
    /// <summary>
    /// The result, or the running stream of a subscription. The time limit ends with the start of a stream; the stream
    /// itself ends with <paramref name="aborted"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="aborted"/> is cancelled.</exception>
    public async Task<ExecutionResult> ExecuteAsync(
        OperationRequest request, ClaimsPrincipal user, IServiceProvider services, TransportContext transport, CancellationToken aborted)
    {
        var running = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var streams = false;
        try
        {
            // A timer of its own: that of the source would live as long as a stream does.
            await using var limit = TimeProvider.System.CreateTimer(
                _ => running.Cancel(), null, options.Value.ExecutionTimeout, Timeout.InfiniteTimeSpan);
            var result = await executer.ExecuteAsync(new ExecutionOptions
            {
                Schema = schema,
                Query = request.Query,
                OperationName = request.OperationName,
                Variables = request.Variables,
                Extensions = request.Extensions,
                User = user,
                UserContext = transport,
                RequestServices = services,
                CancellationToken = running.Token,
            });
            streams = result.Streams is { Count: > 0 };
            return result;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested && running.IsCancellationRequested)
        {
            return new ExecutionResult(new RequestError(504, "TIMEOUT", "The operation took too long."));
        }
        finally
        {
            // A stream goes on listening to this token, and lets go of it with the caller's.
            if (!streams)
                running.Dispose();
        }
    }
}
