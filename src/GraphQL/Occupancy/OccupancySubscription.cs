using System.Runtime.CompilerServices;
using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Api.Execution;
using Scheduling.Api.Occupancy;
using Scheduling.Api.Security;

namespace Scheduling.Api;

/// <summary>What can be followed live.</summary>
public sealed partial class Subscription
{
    /// <summary>
    /// First the present state of each room asked for, then each change. A slow reader gets the latest state, never a
    /// backlog.
    /// </summary>
    /// <param name="context">The subscription.</param>
    /// <param name="api">The request.</param>
    /// <param name="where">Which rooms to follow.</param>
    [SaysTheSameToAll]
    public static async Task<IAsyncEnumerable<RoomOccupancy>> OccupancyChangedAsync(
        IResolveFieldContext context, [FromRequest] ApiRequest api, OccupancyFilter where)
    {
        var asked = OccupancyTargets.Read(where);
        // A refusal comes before anything is streamed.
        await asked.RequireAsync(api);
        // Without what that loaded: a stream may stay for months.
        return FollowAsync(asked, api.Anew(), StreamFlow.Of(context));
    }

    private static async IAsyncEnumerable<RoomOccupancy> FollowAsync(
        OccupancyTargets asked, ApiRequest api, StreamFlow? flow, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = api.Occupancy.Open();
        asked.FollowWith(reader);
        while (true)
        {
            // First room for it, then the latest: what waits is overtaken by what is true by then.
            if (flow is not null)
                await flow.RoomAsync(cancellationToken);
            yield return new RoomOccupancy(await reader.NextAsync(cancellationToken), api);
        }
    }
}
