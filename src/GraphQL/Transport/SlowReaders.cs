using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Scheduling.Api.Transport;

/// <summary>Who decides how slowly the reader of a stream may read.</summary>
internal static class SlowReaders
{
    /// <summary>
    /// Leaves it to <see cref="GraphQLTransportOptions.SlowReaderTimeout"/>: the server's own limit is a rate of bytes, and
    /// streams that are silent for hours have none.
    /// </summary>
    public static void AreOurs(HttpContext context)
    {
        // HTTP/2 has no such limit on a single response, and says so by not having the feature.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
