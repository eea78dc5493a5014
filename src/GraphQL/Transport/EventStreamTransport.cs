using System.Buffers;
using System.Threading.Channels;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Overload;

namespace Scheduling.Api.Transport;

/// <summary>
/// graphql-sse, distinct connections mode: one HTTP response is one operation, its errors included. A stream that the
/// server has to break off (stop, expired token, slow reader) ends without <c>complete</c>, so that the client comes back.
/// </summary>
internal sealed class EventStreamTransport(
    GraphQLExecutor executor, ErrorMasking masking, IOptions<GraphQLTransportOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime)
{
    private static readonly ReadOnlyMemory<byte> s_comment = ":\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> s_complete = "event: complete\ndata:\n\n"u8.ToArray();

    public async Task RunAsync(
        HttpContext context, OperationRequest request, TransportContext transport, DateTimeOffset? expiresAt, Admission admission)
    {
        var ended = new CancellationTokenSource(); // not disposed: a late timer or event may still cancel it
        await using var aborted = context.RequestAborted.Register(ended.Cancel);
        using var expiry = new ExpiryTimer(time, expiresAt, ended.Cancel);
        SlowReaders.AreOurs(context);
        context.Response.ContentType = ResponseForm.EventStream.ContentType();
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await SendAsync(context.Response, s_comment, ended.Token); // the client knows at once that it is connected
            var result = await executor.ExecuteAsync(request, context.User, context.RequestServices, transport, ended.Token);
            admission.Dispose(); // a stream that runs takes no place among operations
            if (result.Streams?.Values.SingleOrDefault() is { } stream)
            {
                await PumpAsync(context.Response, stream, transport.Flow, ended);
                return;
            }
            await SendAsync(context.Response, Next(result), ended.Token);
            await SendAsync(context.Response, s_complete, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Broken off; the response just ends.
        }
    }

    private async Task PumpAsync(
        HttpResponse response, IObservable<ExecutionResult> stream, StreamFlow flow, CancellationTokenSource ended)
    {
        var queue = Channel.CreateBounded<OutgoingMessage>(options.Value.MaxQueuedMessages);
        var observer = new ResultObserver(
            result => Enqueue(new OutgoingMessage(Next(result), flow)),
            error =>
            {
                if (error is not null)
                    Enqueue(new OutgoingMessage(Next(new ExecutionResult(error))));
                Enqueue(new OutgoingMessage(s_complete));
                queue.Writer.TryComplete();
            },
            masking);
        await using var stopping = lifetime.ApplicationStopping.Register(ended.Cancel);
        using var subscription = stream.Subscribe(observer);
        await using var keepAlive = time.CreateTimer(
            _ => queue.Writer.TryWrite(new OutgoingMessage(s_comment)), null, options.Value.KeepAliveInterval, options.Value.KeepAliveInterval);
        await foreach (var message in queue.Reader.ReadAllAsync(ended.Token))
        {
            await SendAsync(response, message.Bytes, ended.Token);
            message.Flow?.Taken();
        }

        void Enqueue(OutgoingMessage message)
        {
            if (!queue.Writer.TryWrite(message))
                ended.Cancel();
        }
    }

    private async ValueTask SendAsync(HttpResponse response, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var sending = response.BodyWriter.WriteAsync(message, cancellationToken);
        if (sending.IsCompleted)
        {
            await sending;
            return;
        }

        // The network takes no more for now, because the client does not read.
        await using var patience = time.CreateTimer(
            _ => response.HttpContext.Abort(), null, options.Value.SlowReaderTimeout, Timeout.InfiniteTimeSpan);
        await sending;
    }

    private static ReadOnlyMemory<byte> Next(ExecutionResult result) => ExactBytes.Of(message =>
    {
        message.Write("event: next\ndata: "u8);
        using (var writer = ResultWriter.CreateWriter(message))
            ResultWriter.Write(writer, result); // on one line: JSON escapes line ends
        message.Write("\n\n"u8);
    });
}
