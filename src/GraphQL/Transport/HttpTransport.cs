using System.Buffers;
using GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Ide;

namespace Scheduling.Api.Transport;

/// <summary>
/// <c>/graphql</c> over HTTP: GraphQL over HTTP by GET and POST, event streams, the IDE page for browsers, and the way in
/// for WebSockets.
/// </summary>
internal sealed class HttpTransport(
    GraphQLExecutor executor, SocketTransport sockets, EventStreamTransport streams, ErrorMasking masking,
    IOptions<GraphQLTransportOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var form = ResponseForm.Json;
        try
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                await sockets.AcceptAsync(context);
                return;
            }
            CheckMethod(context);
            if (IdePage.IsWanted(context.Request))
            {
                await IdePage.WriteAsync(context);
                return;
            }
            form = MediaTypes.Negotiate(context.Request.Headers.Accept)
                ?? throw new RequestError(406, "NOT_ACCEPTABLE", $"Accept {MediaTypes.GraphQLResponse}, {MediaTypes.Json} or {MediaTypes.EventStream}.");
            await AnswerAsync(context, form);
        }
        catch (MalformedRequestException malformed)
        {
            await RefuseAsync(context, form, new RequestError(400, "BAD_REQUEST", malformed.Message));
        }
        catch (RequestError refused)
        {
            await RefuseAsync(context, form, refused);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, and nobody reads an answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, form, masking.Mask(failure, "(transport)"));
        }
    }

    private static void CheckMethod(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method))
            return;
        context.Response.Headers.Allow = "GET, POST";
        throw new RequestError(405, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.");
    }

    private async Task AnswerAsync(HttpContext context, ResponseForm form)
    {
        if (options.Value.RequireAuthentication && context.User.Identity?.IsAuthenticated != true)
            throw RequestError.Unauthenticated();

        var request = await HttpRequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, context.RequestAborted);
        var transport = new TransportContext(
            mutations: HttpMethods.IsPost(context.Request.Method), subscriptions: form == ResponseForm.EventStream);
        if (form == ResponseForm.EventStream)
        {
            var expiresAt = SchemeAuthenticator.From(context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult)?.ExpiresAt;
            await streams.RunAsync(context, request, transport, expiresAt);
            return;
        }
        var result = await executor.ExecuteAsync(
            request, context.User, context.RequestServices, transport, context.RequestAborted);
        await WriteAsync(context.Response, form, result);
    }

    private static async Task RefuseAsync(HttpContext context, ResponseForm form, ExecutionError error)
    {
        if (context.Response.HasStarted)
            return;
        if (error is RequestError { StatusCode: StatusCodes.Status401Unauthorized })
            context.Response.Headers.WWWAuthenticate = "Bearer";
        // An event stream that never began is answered as JSON: its client looks at the status only.
        await WriteAsync(
            context.Response, form == ResponseForm.EventStream ? ResponseForm.Json : form, new ExecutionResult(error));
    }

    private static async Task WriteAsync(HttpResponse response, ResponseForm form, ExecutionResult result)
    {
        // Written in full before the first byte leaves, so that a value that cannot be written still gets a proper status.
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = ResultWriter.CreateWriter(body))
            ResultWriter.Write(writer, result);

        response.StatusCode = StatusOf(result, form);
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed && response.Headers.Allow.Count == 0)
            response.Headers.Allow = "POST";
        response.ContentType = form.ContentType();
        response.ContentLength = body.WrittenCount;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(body.WrittenMemory);
    }

    private static int StatusOf(ExecutionResult result, ResponseForm form)
    {
        if (result.Executed)
            return StatusCodes.Status200OK;
        foreach (var error in result.Errors ?? [])
        {
            if (error is IHttpStatusError { StatusCode: var status })
                return status;
            if (error is InternalError)
                return StatusCodes.Status500InternalServerError;
        }
        return form == ResponseForm.GraphQLResponse ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
    }
}
