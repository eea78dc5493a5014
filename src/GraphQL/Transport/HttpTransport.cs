using System.Buffers;
using System.Globalization;
using GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Ide;
using Scheduling.Api.Overload;
using IPAddress = System.Net.IPAddress;

namespace Scheduling.Api.Transport;

/// <summary>
/// <c>/graphql</c> over HTTP: GraphQL over HTTP by GET and POST, event streams, the IDE page for browsers, and the way in
/// for WebSockets.
/// </summary>
internal sealed class HttpTransport(
    GraphQLExecutor executor, SocketTransport sockets, EventStreamTransport streams, ErrorMasking masking,
    OverloadGate gate, IOptions<GraphQLTransportOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var form = ResponseForm.Json;
        try
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                if (await sockets.AcceptAsync(context) is { } refusal)
                    await RefuseAsync(context, form, refusal);
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
        {
            await RefuseAsync(context, form, gate.RefuseAnonymous(Address(context)) ?? (ExecutionError)RequestError.Unauthenticated());
            return;
        }

        var request = await HttpRequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, context.RequestAborted);
        var transport = new TransportContext(
            mutations: HttpMethods.IsPost(context.Request.Method), subscriptions: form == ResponseForm.EventStream);
        using var admission = await gate.EnterAsync(context.User, Address(context), context.RequestAborted);
        if (admission.Refusal is { } refusal)
        {
            await RefuseAsync(context, form, refusal);
            return;
        }
        if (form == ResponseForm.EventStream)
        {
            using var seat = gate.OpenStream(out var full);
            if (full is not null)
            {
                await RefuseAsync(context, form, full);
                return;
            }
            var expiresAt = SchemeAuthenticator.From(context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult)?.ExpiresAt;
            await streams.RunAsync(context, request, transport, expiresAt, admission);
            return;
        }
        var result = await executor.ExecuteAsync(
            request, context.User, context.RequestServices, transport, context.RequestAborted);
        admission.Dispose(); // a slow reader of the answer keeps no place
        await WriteAsync(context.Response, form, result);
    }

    private static async Task RefuseAsync(HttpContext context, ResponseForm form, ExecutionError error)
    {
        if (context.Response.HasStarted)
            return;
        if (error is RequestError { StatusCode: StatusCodes.Status401Unauthorized })
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (error is OverloadError overload)
            context.Response.Headers.RetryAfter = overload.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
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

    private static IPAddress? Address(HttpContext context) => context.Connection.RemoteIpAddress;

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
