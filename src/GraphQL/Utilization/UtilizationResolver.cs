using GraphQL;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Security;
using Scheduling.Api.Utilization;
using Scheduling.Grains.Utilization;

namespace Scheduling.Api;

/// <content>How much rooms were used.</content>
public sealed partial class Query
{
    private static readonly UtilizationFields s_utilizationFields =
        new("where.roomId", "where.venueId", "where.inseeCode", "where.networkId", "where");

    /// <summary>
    /// How much rooms were open, booked and used, by day, week or month: from what is stored, for any days, past ones included.
    /// Also as a table: GET /export/utilization.csv. NOT_FOUND when there is no such room, venue, commune or network.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="where">Which rooms, and whose bookings.</param>
    /// <param name="from">The first day, in each venue's zone.</param>
    /// <param name="to">The last day, itself included; at most 366 days in all.</param>
    /// <param name="by">What a row sums up.</param>
    /// <param name="cancellationToken">Ends when the caller gives up.</param>
    [Complexity(500, 1)]
    public static Task<UtilizationOutput> UtilizationAsync(
        [FromRequest] ApiRequest api, UtilizationFilter where, LocalDate from, LocalDate to, UtilizationSpan by = UtilizationSpan.Day,
        CancellationToken cancellationToken = default) => UtilizationArguments.AnswerAsync(
            api.Grains, UtilizationArguments.Read(where, from, to, by, s_utilizationFields), cancellationToken);
}
