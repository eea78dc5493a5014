using System.Globalization;
using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;
using Scheduling.Api.Errors;
using Scheduling.Api.Execution;
using Scheduling.Api.Overload;
using Scheduling.Api.Security;
using Scheduling.Grains.Utilization;

namespace Scheduling.Api.Utilization;

/// <summary>
/// <c>GET /export/utilization.csv?room|venue|inseeCode|network=…&amp;from=…&amp;to=…&amp;by=DAY|WEEK|MONTH</c>: the query's
/// rows for a spreadsheet, for the same callers, who present the same bearer token. Refusals are problem details
/// (RFC 9457) with the query's codes.
/// </summary>
public static class UtilizationExport
{
    private const string Path = "/export/utilization.csv";
    private static readonly UtilizationFields s_fields = new("room", "venue", "inseeCode", "network", "room");

    /// <summary>Maps it. Authentication middleware must come before; the endpoint itself refuses, in its own form.</summary>
    public static IEndpointConventionBuilder MapUtilizationExport(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, AnswerAsync).AllowAnonymous();

    private static async Task<IResult> AnswerAsync(HttpContext context, IGrainFactory grains, ErrorMasking masking, OverloadGate gate)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            if (ActorReader.Read(context.User) is null)
                return Problem(context, gate.RefuseAnonymous(context.Connection.RemoteIpAddress) ?? ApiError.Unauthenticated());
            using var admission = await gate.EnterAsync(context.User, context.Connection.RemoteIpAddress, context.RequestAborted);
            if (admission.Refusal is { } refusal)
                return Problem(context, refusal);
            var query = Read(context.Request.Query);
            var answer = await UtilizationArguments.AnswerAsync(grains, query, context.RequestAborted);
            return TypedResults.Bytes(UtilizationCsv.Write(answer.Rows), "text/csv; charset=utf-8",
                $"utilization-{LocalDatePattern.Iso.Format(query.First)}-{LocalDatePattern.Iso.Format(query.Last)}.csv");
        }
        catch (ExecutionError refused)
        {
            return Problem(context, refused);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problem(context, masking.Mask(failure, Path));
        }
    }

    private static UtilizationQuery Read(IQueryCollection query) => UtilizationArguments.Read(
        new UtilizationFilter
        {
            RoomId = Text(query, "room"),
            VenueId = Text(query, "venue"),
            InseeCode = Text(query, "inseeCode"),
            NetworkId = Text(query, "network"),
        },
        Date(query, "from"), Date(query, "to"), Span(query), s_fields);

    private static string? Text(IQueryCollection query, string name) => query[name] switch
    {
        { Count: 0 } => null,
        [var only] => only,
        _ => throw ApiError.InvalidInput(name, $"'{name}' is given once."),
    };

    private static LocalDate Date(IQueryCollection query, string name) =>
        Text(query, name) is { } text && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)
            ? date
            : throw ApiError.InvalidInput(name, $"'{name}' is a date like 2027-03-02.");

    private static UtilizationSpan Span(IQueryCollection query) => Text(query, "by") switch
    {
        null or "DAY" => UtilizationSpan.Day,
        "WEEK" => UtilizationSpan.Week,
        "MONTH" => UtilizationSpan.Month,
        _ => throw ApiError.InvalidInput("by", "'by' is DAY, WEEK or MONTH."),
    };

    private static IResult Problem(HttpContext context, ExecutionError error)
    {
        var status = error.Code switch
        {
            _ when error is OverloadError overload => overload.StatusCode,
            "UNAUTHENTICATED" => StatusCodes.Status401Unauthorized,
            "INVALID_INPUT" => StatusCodes.Status400BadRequest,
            "NOT_FOUND" => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (error is OverloadError { RetryAfterSeconds: var seconds })
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var more = new Dictionary<string, object?>(error.Extensions ?? [], StringComparer.Ordinal) { ["code"] = error.Code };
        return TypedResults.Problem(error.Message, statusCode: status, extensions: more);
    }
}
