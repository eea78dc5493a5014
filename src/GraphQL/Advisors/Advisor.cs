using GraphQL;
using GraphQL.Types;
using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Scalars;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Advisors;

/// <summary>An advisor of a network. Screens may not see advisors.</summary>
[Implements(typeof(INode))]
public sealed partial class Advisor(AdvisorView view, ApiRequest api) : INode
{
    internal DateTimeZone Zone => Zones.Of(view.TimeZone);

    /// <summary>Its identity.</summary>
    [Id] public string Id => view.Id.Value;

    /// <summary>The advisor's name.</summary>
    public string Name => view.Name;

    /// <summary>The network that employs the advisor.</summary>
    public async Task<Network> NetworkAsync() => (Network)await api.FindAsync(view.Network).There(view.Network);

    /// <summary>The zone of the working hours.</summary>
    [OutputType(typeof(NonNullGraphType<TimeZoneScalar>))] public string TimeZone => view.TimeZone;

    /// <summary>When the advisor works; empty means that no such rule is set.</summary>
    public IEnumerable<WeeklyHoursOutput> WorkingHours => WeeklyHoursOutput.All(view.WorkingHours);

    /// <summary>Busy or free, without saying why: what any signed-in caller may see. In the advisor's zone.</summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    public async Task<IReadOnlyList<FreeBusyOutput>> FreeBusyAsync(PeriodInput during) => FreeBusyOutput.All(
        await api.Grains.Get(view.Id).FreeBusyAsync(Arguments.During(during, "during")), Zone, api);

    /// <summary>
    /// Times in which the advisor is away, by start: for the advisor and the network's managers. Others see busy time in
    /// freeBusy.
    /// </summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    public async Task<IReadOnlyList<UnavailabilityOutput>> UnavailabilitiesAsync(PeriodInput during)
    {
        var absences = await api.Grains.Get(view.Id).UnavailabilitiesAsync(Arguments.During(during, "during"), api.Actor);
        return [.. absences.OrThrow().Items.Select(absence => new UnavailabilityOutput(absence, Zone))];
    }

    /// <summary>Bookings that the advisor leads or co-hosts, by start: for the advisor and the network's managers.</summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Booking>> BookingsAsync(PeriodInput during, int? first, string? after)
    {
        var (period, page) = (Arguments.During(during, "during"), Arguments.Page(first, after, Cursors.Moment()));
        var bookings = await api.Grains.Get(view.Id).BookingsAsync(period, page, api.Actor);
        return await Connections.LoadAsync<BookingId, Booking>(bookings.OrThrow(), api.FindVisibleAsync);
    }
}
