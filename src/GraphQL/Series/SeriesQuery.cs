using Scheduling.Api.Common;
using Scheduling.Api.Security;
using Scheduling.Api.Series;

namespace Scheduling.Api;

public sealed partial class Query
{
    /// <summary>A series of bookings, for its parties and the room's owner; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<SeriesNode?> SeriesAsync([FromRequest] ApiRequest api, [Id] string id)
    {
        api.RequirePersons();
        return api.FindAsync(Arguments.Series(id, "id"));
    }
}
