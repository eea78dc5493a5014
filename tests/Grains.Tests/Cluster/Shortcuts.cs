using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>What callers do again and again.</summary>
internal static class Shortcuts
{
    public static async Task<AdvisorId> NewLeadAsync(this GrainCluster cluster) =>
        await cluster.NewAdvisorAsync(await cluster.NewNetworkAsync());

    public static Task<Outcome<BookingView>> BookAsync(this GrainCluster cluster, AdvisorId lead, BookRoom command) =>
        cluster.Grains.Get(lead).BookAsync(command);

    /// <summary>Books what is known to be free.</summary>
    public static async Task<BookingView> BookedAsync(this GrainCluster cluster, AdvisorId lead, BookRoom command)
    {
        var outcome = await cluster.BookAsync(lead, command);
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }

    public static Task<Outcome<BookingView>> CancelAsync(this GrainCluster cluster, BookingId booking, RequestKey? key = null) =>
        cluster.Grains.Get(booking.Lead).CancelAsync(new CancelBooking { Actor = GrainCluster.Admin, Booking = booking, Key = key });

    /// <summary>Repeats a call whose answer was lost, as a caller with a key does.</summary>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < 5)
            {
                // The outcome is unknown: the same call again tells it.
            }
        }
    }

    /// <summary>Goes back and forth often enough that whoever does not wait for a gate has long answered.</summary>
    public static async Task LetOthersRunAsync(this GrainCluster cluster, params AdvisorId[] advisors)
    {
        for (var i = 0; i < 50; i++)
            foreach (var advisor in advisors)
                await cluster.Grains.Get(advisor).GetAsync();
    }

    /// <summary>Asks for Monday from nine to eleven, in the name of a lead who knows nothing of it, and younger than any attempt.</summary>
    public static async Task<ClaimRequest> ClaimOfAsync(this GrainCluster cluster, AdvisorId lead) => new()
    {
        Id = EntityIds.Of<ClaimId>(cluster.NewKey()),
        Booking = BookingId.New(lead, IsoWeek.Of(A.Monday), cluster.NewKey()),
        Network = await cluster.NewNetworkAsync(),
        Period = A.Hours(9, 11),
        Seats = 8,
        MadeAt = A.Monday,
    };

    public static RefusalCode[] Codes<T>(this Outcome<T> outcome) where T : class =>
        [.. outcome.Refusals.Select(refusal => refusal.Code)];

    /// <summary>Every claim that the store holds of a calendar, once each; fails when one is missing on a page it reaches into.</summary>
    public static async Task<IReadOnlyList<Claim>> ClaimsAsync<TPage>(this StoredCalendar<TPage> calendar)
        where TPage : class, IClaimsPage<TPage>, new()
    {
        var pages = await calendar.PagesAsync();
        var claims = pages.Values.SelectMany(page => page.Claims).DistinctBy(claim => claim.Id).ToList();
        foreach (var claim in claims)
            Assert.All(CalendarRules.PagesOf(claim.Held), week => Assert.Contains(claim, pages[week].Claims));
        return claims;
    }

    /// <summary>Every booking that the store holds of a lead.</summary>
    public static async Task<IReadOnlyList<BookingRecord>> BookingsAsync(this StoredCalendar<AdvisorPage> lead) =>
        [.. (await lead.PagesAsync()).Values.SelectMany(page => page.Bookings)];
}
