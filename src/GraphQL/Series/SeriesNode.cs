using GraphQL;
using NodaTime;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Rooms;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Series;

namespace Scheduling.Api.Series;

/// <summary>
/// A room booked again and again at the same wall-clock time, as its parties and the room's owner see it. What it was to be is
/// said here; what became of each date is said by its booking.
/// </summary>
[Name("Series"), Implements(typeof(INode))]
public sealed class SeriesNode(SeriesView view, ApiRequest api) : INode
{
    /// <summary>Its identity.</summary>
    [Id] public string Id => view.Id.Value;

    /// <summary>The room it was made for.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(view.Terms.Room).There(view.Terms.Room);

    /// <summary>The advisor who leads it.</summary>
    public Task<Advisor> AdvisorAsync() => api.FindAsync(view.Id.Lead).There(view.Id.Lead);

    /// <summary>The other advisors.</summary>
    [Complexity(1, 2)]
    public async Task<IReadOnlyList<Advisor>> CoHostsAsync() =>
        [.. (await Task.WhenAll(view.Terms.CoHosts.Select(api.FindAsync))).OfType<Advisor>()];

    /// <summary>Its rule, as it was given.</summary>
    public string Rule => view.Terms.Rule;

    /// <summary>Its first date, in the venue's zone.</summary>
    public LocalDate FirstDate => view.Terms.FirstDate;

    /// <summary>The wall-clock time at which each date began when it was made.</summary>
    public LocalTime StartsAt => view.Terms.StartsAt;

    /// <summary>How long each date was to be.</summary>
    public Duration Duration => view.Terms.Length;

    /// <summary>Dates of the rule that were left out.</summary>
    [Complexity(1, 2)]
    public IEnumerable<LocalDate> Except => view.Terms.Except;

    /// <summary>How many people come, the advisors not counted.</summary>
    public int Seats => view.Terms.Seats;

    /// <summary>Its title, if it has one.</summary>
    public string? Title => view.Terms.Title;

    /// <summary>What it is for.</summary>
    public BookingPurpose Purpose => view.Terms.Purpose;

    /// <summary>When it was made.</summary>
    public OffsetDateTime CreatedAt => view.CreatedAt.In(Zones.Of(view.TimeZone));

    /// <summary>Every date, in order; at most 104.</summary>
    [Complexity(1, 104)]
    public IReadOnlyList<SeriesDateOutput> Dates => SeriesDateOutput.All(view.Dates, view.Id.Lead, view.Terms, Zones.Of(view.TimeZone), api);
}

/// <summary>A date of a series, and what came of it.</summary>
[Name("SeriesDate")]
public sealed class SeriesDateOutput(SeriesDateView date, AlternativesQuery wanted, DateTimeZone zone, ApiRequest api)
{
    /// <summary>The date it was made for, in the venue's zone; it names it also after a move.</summary>
    public LocalDate Date => date.Date;

    /// <summary>When: as its booking says, or as it was asked for.</summary>
    public PeriodOutput Period => date.Period.In(zone);

    /// <summary>What came of it.</summary>
    public SeriesDateOutcome Outcome => date.Outcome;

    /// <summary>Its booking; null when it got none, or one that the caller may not see.</summary>
    public Booking? Booking => date.Booking is { } view ? new Booking(view, api) : null;

    /// <summary>Every reason against what was asked for last, with alternatives where there are some.</summary>
    [Complexity(1, 2)]
    public IReadOnlyList<IMutationError> Errors => date.Refusals.ToErrors(
        new ConflictScene(api, () => Task.FromResult(zone), () => Task.FromResult<AlternativesQuery?>(wanted)));

    internal static IReadOnlyList<SeriesDateOutput> All(
        ImmutableArray<SeriesDateView> dates, AdvisorId lead, SeriesTerms terms, DateTimeZone zone, ApiRequest api) =>
        [.. dates.Select(date => new SeriesDateOutput(date, WantedOf(date, lead, terms), zone, api))];

    private static AlternativesQuery WantedOf(SeriesDateView date, AdvisorId lead, SeriesTerms terms) => new()
    {
        Room = date.Booking?.Room ?? terms.Room,
        Period = date.Period,
        Seats = date.Booking?.Seats ?? terms.Seats,
        Advisors = [lead, .. date.Booking?.CoHosts ?? terms.CoHosts],
        InsteadOf = date.Booking?.Id,
    };
}
